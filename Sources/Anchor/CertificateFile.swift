import Kernel
import SwiftASN1
import X509

/// What a certificate's file may have in it.
enum CertificateFile {
    /// What is wrong with one.
    enum Complaint: Error, Equatable {
        /// It holds a private key.
        case privateKey
        /// It is no certificate; why not, to be read after the name of the file.
        case unreadable(String)
    }

    /// The largest file (ours).
    static let limit = 1 << 20
    /// The endings that are documented.
    static let endings = ["crt", "pem", "cer", "der"]
    private static let mostCertificates = 100

    /// Throws for what is no certificate, or no chain of them, in PEM or DER. Whether one is valid at any time is not asked.
    static func check(_ bytes: [UInt8]) throws(Complaint) {
        guard !bytes.isEmpty else { throw .unreadable("is empty") }
        guard bytes.withUnsafeBytes({ ByteSearch("-----BEGIN ").end(in: $0, from: 0) }) != nil else {
            return try checkDER(bytes)
        }
        if bytes.withUnsafeBytes({ ByteSearch("PRIVATE KEY-----").end(in: $0, from: 0) }) != nil { throw .privateKey }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable("is PEM with bytes that are no text")
        }
        guard let documents = try? PEMDocument.parseMultiple(pemString: text), !documents.isEmpty else {
            throw .unreadable("is PEM that cannot be read")
        }
        guard documents.count <= mostCertificates else {
            throw .unreadable("has more than \(mostCertificates) certificates")
        }
        for document in documents {
            guard document.discriminator == "CERTIFICATE" else {
                throw .unreadable("has a PEM block that is no CERTIFICATE")
            }
            try checkDER(document.derBytes)
        }
    }

    private static func checkDER(_ bytes: [UInt8]) throws(Complaint) {
        if isKey(bytes) { throw .privateKey }
        do { _ = try Certificate(derEncoded: bytes) } catch {
            throw .unreadable("is neither PEM nor DER of an X.509 certificate")
        }
    }

    /// Keys (RFC 5208, 5915, 8017) and what brings keys along (PKCS #12) begin with a version; a certificate begins with what is
    /// signed.
    private static func isKey(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, bytes[0] == 0x30 else { return false }
        let lengthBytes = bytes[1] < 0x80 ? 0 : Int(bytes[1] & 0x7F)
        let inner = 2 + lengthBytes
        return inner < bytes.count && bytes[inner] == 0x02
    }
}
