import FoundationEssentials
import SwiftASN1
import X509

/// Somebody's own certificate with its key, as files have them.
struct OwnCertificate {
    /// Both, in the form that servers take.
    let certificate: ServerCertificate
    /// When the first certificate of the chain ends.
    let end: Date

    /// Reads the two files. Throws when one cannot be read, or when they do not belong together.
    init(_ files: CertificateFiles) throws(CertificateProblem) {
        let chain = try Self.documents(files.chainFile, flag: "--tls-cert").filter { $0.discriminator == "CERTIFICATE" }
        var certificates: [Certificate] = []
        for document in chain {
            guard let certificate = try? Certificate(pemDocument: document) else {
                throw CertificateProblem("--tls-cert \(files.chainFile) has a certificate that cannot be read")
            }
            certificates.append(certificate)
        }
        guard let leaf = certificates.first else {
            throw CertificateProblem("--tls-cert \(files.chainFile) has no certificate: it must be PEM")
        }
        let key = try Self.key(files.keyFile)
        guard leaf.publicKey == key.publicKey else {
            throw CertificateProblem(
                "--tls-key \(files.keyFile) is not the key of the first certificate in \(files.chainFile)")
        }
        let keyPEM = try Signing.problem { try key.serializeAsPEM().pemString }
        certificate = ServerCertificate(
            chainPEM: chain.map { "\($0.pemString)\n" }.joined(), keyPEM: "\(keyPEM)\n")
        end = leaf.notValidAfter
    }

    private static func key(_ file: String) throws(CertificateProblem) -> Certificate.PrivateKey {
        let documents = try documents(file, flag: "--tls-key")
        // OpenSSL puts the parameters of a curve before it.
        guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }) else {
            throw CertificateProblem("--tls-key \(file) has no private key: it must be PEM")
        }
        guard !document.discriminator.contains("ENCRYPTED") else {
            throw CertificateProblem(
                "--tls-key \(file) is encrypted; openssl pkey -in \(ShellWord(file).text) writes it without a password")
        }
        guard let key = try? Certificate.PrivateKey(pemDocument: document) else {
            throw CertificateProblem("--tls-key \(file) has a key that cannot be read: RSA, P-256, P-384 and P-521 can")
        }
        return key
    }

    private static func documents(_ file: String, flag: String) throws(CertificateProblem) -> [PEMDocument] {
        let content: SmallFile.Content?
        do { content = try SmallFile.read(file) } catch {
            throw CertificateProblem("\(flag) \(file) cannot be read: \(error.words)")
        }
        guard let content else { throw CertificateProblem("\(flag) \(file) cannot be read: there is no such file") }
        guard let documents = try? PEMDocument.parseMultiple(pemString: content.text) else {
            throw CertificateProblem("\(flag) \(file) is not PEM")
        }
        return documents
    }
}
