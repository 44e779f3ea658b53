import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate for servers with its key, as PEM.
package struct ServerCertificate: Sendable, Hashable {
    /// The certificate, then those that it is signed with.
    package let chainPEM: String
    /// Its private key.
    package let keyPEM: String
}

/// What may be wrong with a certificate on purpose.
package enum CertificateFlaw: String, Sendable, Hashable, CaseIterable, Codable {
    /// It ended yesterday.
    case expired
    /// It is for `wrong-name.localhost` only.
    case wrongName
    /// It is signed by an authority that nobody can have trusted: it is made for it and forgotten.
    case unknownAuthority
}

/// Why there is no authority or certificate, in words for the log and the command line.
package struct CertificateProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Signs certificates for our names and no others.
package struct LocalAuthority: Sendable {
    /// The vendors' hosts (anchor.md 1, anon.md 1).
    package static let vendorNames: [String] =
        ["api", "app", "connect", "live"].map { "\($0).anchorbrowser.io" }
        + ["sandbox", "prod", "local"].flatMap { ["svc.\($0).anon.com", "link.svc.\($0).anon.com"] }

    /// What people trust.
    package let certificatePEM: String
    let certificate: Certificate
    let key: P256.Signing.PrivateKey
    /// What certificates are for beside the standard names.
    let extraNames: [CertificateName]

    /// What it may sign for; nil for another's that binds nobody.
    let allowed: NamesAllowed?

    init(
        _ certificate: Certificate, key: P256.Signing.PrivateKey, extraNames: [CertificateName]
    ) throws(CertificateProblem) {
        self.certificate = certificate
        self.key = key
        self.extraNames = extraNames
        allowed = NamesAllowed(certificate)
        certificatePEM = try Signing.pem(certificate)
    }

    /// A certificate by the real clock; nil flaw: right in everything.
    ///
    /// Throws when the authority itself is past its end.
    ///
    /// - Parameter serverName: the host that a client has named (SNI); nil if it has named none.
    package func issue(
        _ flaw: CertificateFlaw?, for serverName: String? = nil
    ) throws(CertificateProblem) -> ServerCertificate {
        try issue(flaw, for: audience(serverName), at: Date()).certificate
    }
}

// MARK: - Making

extension LocalAuthority {
    /// How its certificates' common name begins, by which people find it in a store.
    static let title = "Drydock local authority"
    /// Ten years.
    static let lifetime: TimeInterval = 3652 * day
    /// Clocks differ a little between machines and their containers.
    static let leeway: TimeInterval = 3600
    static let day: TimeInterval = 86_400

    /// A new authority.
    ///
    /// - Parameters:
    ///   - extraNames: what it may sign for beside the standard names.
    ///   - former: what another one could sign for, which this one is to replace.
    ///   - host: the machine, for the subject.
    static func make(
        extraNames: [CertificateName], former: NamesAllowed? = nil, host: String, now: Date
    ) throws(CertificateProblem) -> LocalAuthority {
        try make(title: title, NamesAllowed(extraNames, and: former), extraNames, host: host, now: now)
    }

    private static func make(
        title: String, _ allowed: NamesAllowed, _ extraNames: [CertificateName], host: String, now: Date
    ) throws(CertificateProblem) -> LocalAuthority {
        let key = P256.Signing.PrivateKey()
        let certificate = try Signing.problem { () throws in
            let publicKey = Certificate.PublicKey(key.publicKey)
            let start = now.addingTimeInterval(-leeway)
            let name = try DistinguishedName {
                OrganizationName("Drydock")
                CommonName("\(title) (\(host), \(Signing.day(now)))")
            }
            return try Certificate(
                version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: start,
                notValidAfter: start.addingTimeInterval(lifetime), issuer: name, subject: name,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    Critical(allowed.constraints)
                    // Names of other kinds, as e-mail has them, stay open above; with this they are of no use.
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectKeyIdentifier(hash: publicKey)
                },
                issuerPrivateKey: Certificate.PrivateKey(key))
        }
        return try LocalAuthority(certificate, key: key, extraNames: extraNames)
    }

    /// One that nobody has trusted.
    private func stranger(at now: Date) throws(CertificateProblem) -> LocalAuthority {
        try Self.make(
            title: "Drydock authority that nobody trusts", NamesAllowed(extraNames), extraNames, host: "for a test",
            now: now)
    }
}

// MARK: - Issuing

extension LocalAuthority {
    /// Whom a certificate is for.
    struct Audience: Hashable {
        /// Whether it is for addresses, too.
        let hasAddresses: Bool
        /// A name beside those that all have.
        let further: CertificateName?

        /// Clients that name no host: they call an address.
        static let unnamed = Audience(hasAddresses: true, further: nil)
    }

    /// Whom a certificate must be for that a client believes which names this host.
    ///
    /// Those who call a host get no addresses to read: BoringSSL knows no networks among the names that are allowed, and refuses each
    /// certificate with an address in it. Whatever else is allowed, as all below `localhost`, is signed for as it comes.
    func audience(_ serverName: String?) -> Audience {
        guard let name = serverName.flatMap(CertificateName.init), case .host(let host) = name else { return .unnamed }
        let isKnown = (CertificateName.standard + extraNames).contains { $0.matches(host) }
        return Audience(hasAddresses: false, further: !isKnown && allowed?.cover(name) == true ? name : nil)
    }

    private func names(for audience: Audience) -> [CertificateName] {
        let names = CertificateName.standard + extraNames + (audience.further.map { [$0] } ?? [])
        return audience.hasAddresses ? names : names.filter { if case .host = $0 { true } else { false } }
    }

    /// A certificate and when it is to be replaced.
    struct Issued {
        let certificate: ServerCertificate
        let renewal: Date
    }

    /// What browsers take at most is 398 days.
    static let leafLifetime: TimeInterval = 396 * day
    /// How long before its end a certificate is replaced.
    static let renewalLead: TimeInterval = 30 * day

    /// A certificate at `now`.
    func issue(
        _ flaw: CertificateFlaw?, for audience: Audience = .unnamed, at now: Date
    ) throws(CertificateProblem) -> Issued {
        guard now < certificate.notValidAfter else {
            throw CertificateProblem("the local authority ended on \(Signing.day(certificate.notValidAfter))")
        }
        let start = now.addingTimeInterval(-Self.leeway)
        let end = min(start.addingTimeInterval(Self.leafLifetime), certificate.notValidAfter)
        let renewal = max(end.addingTimeInterval(-Self.renewalLead), now.addingTimeInterval(Self.leeway))
        let names = names(for: audience)
        switch flaw {
        case nil: return Issued(certificate: try sign(names, from: start, to: end), renewal: renewal)
        case .wrongName:
            return Issued(
                certificate: try sign([.host("wrong-name.localhost")], from: start, to: end), renewal: renewal)
        case .expired:
            let past = try sign(
                names, from: now.addingTimeInterval(-31 * Self.day), to: now.addingTimeInterval(-Self.day))
            return Issued(certificate: past, renewal: now.addingTimeInterval(Self.renewalLead))
        case .unknownAuthority:
            return Issued(certificate: try stranger(at: now).sign(names, from: start, to: end), renewal: renewal)
        }
    }

    /// A new key and its certificate. The authority's own goes along: servers may leave it out, but Chromium knows it by its hash
    /// only where it sees it.
    func sign(
        _ names: [CertificateName], from start: Date, to end: Date
    ) throws(CertificateProblem) -> ServerCertificate {
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try Signing.problem { () throws in
            let publicKey = Certificate.PublicKey(leafKey.publicKey)
            return try Certificate(
                version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: start, notValidAfter: end,
                issuer: certificate.subject,
                // No name of a host: some libraries would hold it against the names that are allowed.
                subject: DistinguishedName {
                    OrganizationName("Drydock")
                    CommonName("Drydock (local)")
                },
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames(names.map(\.generalName))
                    SubjectKeyIdentifier(hash: publicKey)
                    AuthorityKeyIdentifier(
                        keyIdentifier: try certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
                },
                issuerPrivateKey: Certificate.PrivateKey(key))
        }
        return ServerCertificate(
            chainPEM: "\(try Signing.pem(leaf))\(certificatePEM)", keyPEM: "\(leafKey.pemRepresentation)\n")
    }
}

/// What signing needs in several places.
enum Signing {
    /// What `body` makes, with whatever goes wrong in our words.
    static func problem<Value>(_ body: () throws -> Value) throws(CertificateProblem) -> Value {
        do { return try body() } catch { throw CertificateProblem("a certificate cannot be made: \(error)") }
    }

    /// A certificate as PEM, with a line break at its end.
    static func pem(_ certificate: Certificate) throws(CertificateProblem) -> String {
        "\(try problem { try certificate.serializeAsPEM() }.pemString)\n"
    }

    /// The day in UTC, as `2026-01-31`.
    static func day(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle().year().month().day())
    }
}
