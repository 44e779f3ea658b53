import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The folder that an authority is kept in: `ca.pem`, which people trust, and `ca-key.pem`, which nobody else may read.
///
/// The key's file has the certificate, too. So one step puts an authority into its place, whoever else is at it, and `ca.pem` is a
/// copy that anybody makes who finds none.
struct AuthorityFolder {
    /// The folder's path.
    let path: String

    var certificateFile: String { "\(path)/ca.pem" }
    var keyFile: String { "\(path)/ca-key.pem" }
    /// The system's trust and ours.
    var bundleFile: String { "\(path)/bundle.pem" }

    /// The authority that is kept there; nil if there is none. Throws for one that is not to be used at `now`, or not for these
    /// names.
    func read(_ extraNames: [CertificateName], now: Date) throws(CertificateProblem) -> LocalAuthority? {
        guard let pair = try readPair() else { return nil }
        let authority = try LocalAuthority(pair.certificate, key: pair.key, extraNames: extraNames)
        try check(authority, now: now)
        return authority
    }

    /// Makes an authority unless somebody else is faster; whose it is must be read.
    func keep(_ authority: LocalAuthority) throws(CertificateProblem) {
        try makeFolder()
        _ = try write(Self.keyText(authority), to: keyFile, isPrivate: true, as: .first)
    }

    /// Puts an authority into the place of another one.
    func replace(with authority: LocalAuthority) throws(CertificateProblem) {
        try makeFolder()
        _ = try write(Self.keyText(authority), to: keyFile, isPrivate: true, as: .replacing)
        // Somebody else may replace it at the same time: the copy is to be of what is there in the end.
        for _ in 0..<Self.attempts {
            guard let kept = try readKeyFile().certificate else { return }
            _ = try write(try Signing.pem(kept), to: certificateFile, isPrivate: false, as: .replacing)
            if try readKeyFile().certificate == kept { return }
        }
    }

    /// Writes the system's trust and ours to `bundle.pem`.
    func writeBundle(_ text: String) throws(CertificateProblem) {
        try makeFolder()
        _ = try write(text, to: bundleFile, isPrivate: false, as: .replacing)
    }

    /// Throws if no authority can be put there; makes nothing.
    func checkPlace() throws(CertificateProblem) {
        do { try SmallFile.checkFolder(path) } catch { throw unwritable(error) }
    }

    // MARK: - Files

    private static let attempts = 20

    /// What a file of a key has.
    private struct KeyFile {
        let key: P256.Signing.PrivateKey?
        let certificate: Certificate?
    }

    private func readPair() throws(CertificateProblem) -> (certificate: Certificate, key: P256.Signing.PrivateKey)? {
        for attempt in 1...Self.attempts {
            let secret = try readKeyFile()
            let known = try readCertificate()
            guard let key = secret.key else {
                guard known != nil else { return nil }
                // Its key may have been put beside it since.
                if attempt < Self.attempts / 4 {
                    SmallFile.pause()
                    continue
                }
                throw refusal("ca.pem is there without ca-key.pem", remedy: .renewal)
            }
            guard let known else {
                guard let certificate = secret.certificate else {
                    throw refusal("ca-key.pem is there without ca.pem", remedy: .renewal)
                }
                // Where nothing can be written, it does without.
                _ = try? SmallFile.write(
                    try Signing.pem(certificate), to: certificateFile, isPrivate: false, as: .first)
                return (certificate, key)
            }
            if secret.certificate == nil || secret.certificate == known { return (known, key) }
            SmallFile.pause()
        }
        throw refusal("ca.pem is not the certificate of ca-key.pem", remedy: .renewal)
    }

    private func readKeyFile() throws(CertificateProblem) -> KeyFile {
        guard let content = try content(of: keyFile) else { return KeyFile(key: nil, certificate: nil) }
        guard !content.isOpenToOthers else {
            throw CertificateProblem(
                "\(keyFile) can be read by others, who could then sign what this machine trusts: chmod 600 it, "
                    + "or make another with \(command(.renewal))")
        }
        let documents = try documents(content.text, in: "ca-key.pem")
        let certificate = try documents.first { $0.discriminator == "CERTIFICATE" }.map {
            document throws(CertificateProblem) in try self.certificate(document, in: "ca-key.pem")
        }
        guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: document.pemString)
        else { throw refusal("ca-key.pem has no key of P-256", remedy: .renewal) }
        return KeyFile(key: key, certificate: certificate)
    }

    private func readCertificate() throws(CertificateProblem) -> Certificate? {
        guard let content = try content(of: certificateFile) else { return nil }
        guard let document = try documents(content.text, in: "ca.pem").first else {
            throw refusal("ca.pem has no certificate", remedy: .renewal)
        }
        return try certificate(document, in: "ca.pem")
    }

    private func content(of file: String) throws(CertificateProblem) -> SmallFile.Content? {
        do { return try SmallFile.read(file) } catch {
            throw CertificateProblem("\(file) cannot be read: \(error.words)")
        }
    }

    private func documents(_ text: String, in name: String) throws(CertificateProblem) -> [PEMDocument] {
        guard let documents = try? PEMDocument.parseMultiple(pemString: text) else {
            throw refusal("\(name) is not PEM", remedy: .renewal)
        }
        return documents
    }

    private func certificate(_ document: PEMDocument, in name: String) throws(CertificateProblem) -> Certificate {
        guard let certificate = try? Certificate(pemDocument: document) else {
            throw refusal("\(name) has no certificate", remedy: .renewal)
        }
        return certificate
    }

    private func makeFolder() throws(CertificateProblem) {
        do { try SmallFile.makeFolder(path) } catch { throw unwritable(error) }
    }

    private func write(
        _ text: String, to file: String, isPrivate: Bool, as arrival: SmallFile.Arrival
    ) throws(CertificateProblem) -> Bool {
        do { return try SmallFile.write(text, to: file, isPrivate: isPrivate, as: arrival) } catch {
            throw unwritable(error)
        }
    }

    private func unwritable(_ failure: SmallFile.Failure) -> CertificateProblem {
        CertificateProblem(
            "the local authority cannot be kept in \(path): \(failure.words); name another folder with --ca-dir, "
                + "or --ca-dir memory for one that ends with the process")
    }

    private static func keyText(_ authority: LocalAuthority) -> String {
        "\(authority.key.pemRepresentation)\n\(authority.certificatePEM)"
    }
}

// MARK: - Refusals

extension AuthorityFolder {
    /// What helps.
    private enum Remedy {
        case renewal
        case renewalWith(CertificateName)
    }

    /// Throws for an authority that nobody should serve with.
    private func check(_ authority: LocalAuthority, now: Date) throws(CertificateProblem) {
        let certificate = authority.certificate
        guard certificate.publicKey == Certificate.PublicKey(authority.key.publicKey) else {
            throw refusal("the key in ca-key.pem is not that of ca.pem", remedy: .renewal)
        }
        guard certificate.issuer == certificate.subject,
            authority.name.hasPrefix("\(LocalAuthority.title) ("),
            case .isCertificateAuthority? = try? certificate.extensions.basicConstraints,
            certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
        else { throw refusal("ca.pem is no authority that Drydock made", remedy: .renewal) }
        guard let allowed = authority.allowed else {
            throw refusal("ca.pem is no authority that Drydock made: it may sign for any name", remedy: .renewal)
        }
        guard now >= certificate.notValidBefore else {
            throw CertificateProblem(
                "the local authority in \(path) begins on \(Signing.day(certificate.notValidBefore)): "
                    + "is this machine's clock right?")
        }
        guard now < certificate.notValidAfter else {
            throw refusal("ca.pem ended on \(Signing.day(certificate.notValidAfter))", remedy: .renewal)
        }
        for name in CertificateName.standard where !allowed.cover(name) {
            throw refusal("ca.pem may not sign for \(name.text)", remedy: .renewal)
        }
        for name in authority.extraNames where !allowed.cover(name) {
            throw refusal("ca.pem may not sign for \(name.text)", remedy: .renewalWith(name))
        }
    }

    private func refusal(_ words: String, remedy: Remedy) -> CertificateProblem {
        CertificateProblem(
            "the local authority in \(path) cannot be used: \(words); \(command(remedy)) makes a new one, "
                + "which must be trusted again")
    }

    private func command(_ remedy: Remedy) -> String {
        let start = "drydock ca --ca-dir \(ShellWord(path).text) --renew"
        return switch remedy {
        case .renewal: start
        case .renewalWith(let name): "\(start) --tls-name \(ShellWord(name.text).text)"
        }
    }
}

/// A word of a command that a shell reads as it is.
package struct ShellWord {
    /// The word, quoted if it must be.
    package let text: String

    /// Any text.
    package init(_ word: String) {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "/._-:=@%+,".utf8.contains(byte)
            }
        }
        text =
            isPlain && !word.isEmpty
            ? word : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
    }
}
