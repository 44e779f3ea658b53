import FoundationEssentials
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

@testable import Certificates

/// What a client that trusts one authority makes of a server's certificate.
struct Trust {
    let authority: String

    /// What the client says against it at `now`, for a host or an address; nil if it believes it.
    func complaint(
        about server: ServerCertificate, as host: String, at now: Date
    ) async throws -> String? {
        let chain = try PEMDocument.parseMultiple(pemString: server.chainPEM).map { try Certificate(pemDocument: $0) }
        let isAddress = if case .address = CertificateName(host) { true } else { false }
        var verifier = Verifier(rootCertificates: CertificateStore([try Certificate(pemEncoded: authority)])) {
            RFC5280Policy(fixedExpiryValidationTime: now)
            ServerIdentityPolicy(serverHostname: isAddress ? nil : host, serverIP: isAddress ? host : nil)
        }
        switch await verifier.validate(leaf: chain[0], intermediates: CertificateStore(chain.dropFirst())) {
        case .validCertificate: return nil
        case .couldNotValidate(let failures): return failures.isEmpty ? "no chain" : "\(failures)"
        }
    }
}

extension ServerCertificate {
    /// The certificate itself.
    var leaf: Certificate {
        get throws { try PEMDocument.parseMultiple(pemString: chainPEM).map { try Certificate(pemDocument: $0) }[0] }
    }
}

/// An instant of the tests, by a clock that stands still.
let noon = Date(timeIntervalSince1970: 1_800_000_000)
let day: TimeInterval = 86_400

extension LocalAuthority {
    /// One of the tests.
    static func sample(_ names: [String] = [], now: Date = noon) throws -> LocalAuthority {
        try .make(extraNames: CertificateName.all(names), host: "builder", now: now)
    }
}
