import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The system's trust and our authority in one file, for clients that a variable tells *what* to trust, not what *else*.
package struct TrustBundle: Sendable {
    /// The file.
    package let path: String
    /// Where the system's part is from; nil if none was found.
    package let systemFile: String?

    /// Where Debian, Alpine; Fedora; macOS, FreeBSD keep what the system trusts.
    package static let systemFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ]
}

extension AuthorityStore {
    /// Where the authority's certificate is; nil for one in memory.
    package var certificateFile: String? { folder?.certificateFile }

    /// Makes the bundle anew in the authority's folder.
    ///
    /// - Parameter files: where the system's trust is looked for; the first that has certificates counts, and the bundle itself is
    ///   passed over.
    package func writeBundle(
        from files: [String] = TrustBundle.systemFiles
    ) throws(CertificateProblem) -> TrustBundle {
        guard let folder else {
            throw CertificateProblem("an authority in memory has no bundle: name a folder with --ca-dir")
        }
        let authority = try authority()
        let system = files.lazy.filter { $0 != folder.bundleFile }.compactMap { file -> (file: String, text: String)? in
            guard let text = (try? SmallFile.read(file))?.text, text.contains("-----BEGIN") else { return nil }
            return (file, text.hasSuffix("\n") ? text : "\(text)\n")
        }.first
        try folder.writeBundle("\(system?.text ?? "")\(authority.certificatePEM)")
        return TrustBundle(path: folder.bundleFile, systemFile: system?.file)
    }
}

extension LocalAuthority {
    /// The hash of its key, as Chromium's `--ignore-certificate-errors-spki-list` takes it: SHA-256 in Base64.
    package var keyHash: String { Data(SHA256.hash(data: key.publicKey.derRepresentation)).base64EncodedString() }

    /// How it is called, as stores of certificates show it.
    package var name: String {
        certificate.subject.lazy.flatMap { $0 }.first { $0.type == .RDNAttributeType.commonName }
            .flatMap { String($0.value) } ?? Self.title
    }
}
