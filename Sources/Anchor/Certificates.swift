import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A certificate authority's certificate that sessions are to trust (anchor.md 12.13).
struct StoredCertificate: Codable, Sendable, Equatable {
    /// A UUID; certificates are known by their names.
    let id: String
    /// The name, once in each project.
    let name: String
    /// The place in the order of making.
    let ordinal: Int64
    let description: String?
    /// The file as it came.
    let content: StoredBytes
    let createdAt: Moment

    /// Whether a certificate can be called so (anchor.md 12.13).
    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isOfName)
    }

    static func isOfName(_ letter: Unicode.Scalar) -> Bool {
        switch letter {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }

    /// What is known of a new one.
    struct Draft: Sendable {
        let name: String
        var description: String?
        let content: StoredBytes
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Keeps a certificate. Throws for a name that is taken; where ids are adopted the name is taken over.
    mutating func addCertificate(
        _ draft: StoredCertificate.Draft, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> StoredCertificate {
        let isTaken = certificates[draft.name] != nil
        if isTaken, turn.policies.unknownIDs == .refuse { throw .certificateExists(draft.name) }
        if !isTaken { try checkCapacity(turn.policies, for: 1) }
        try takeFileBytes(draft.content.count, for: certificates[draft.name]?.content.count ?? 0, turn.policies)
        return insertCertificate(draft, ordinal: nextOrdinal(for: isTaken ? 0 : 1), now: turn.now)
    }

    /// Inserts a certificate whose place and bytes are reserved.
    @discardableResult
    mutating func insertCertificate(
        _ draft: StoredCertificate.Draft, ordinal: Int64, now: Moment
    ) -> StoredCertificate {
        let certificate = StoredCertificate(
            id: ids.uuid(), name: draft.name, ordinal: ordinal, description: draft.description, content: draft.content,
            createdAt: now)
        certificates[draft.name] = certificate
        return certificate
    }

    /// Deletes a certificate; where ids are adopted, one that is not there is gone.
    mutating func deleteCertificate(_ name: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let certificate = certificates[name] else {
            if turn.policies.unknownIDs == .adopt { return }
            throw .notFound(.certificate, name)
        }
        certificates[name] = nil
        giveBackFileBytes(certificate.content.count)
        release()
    }
}

// MARK: - Operations

/// Certificates (anchor.md 10 and 12.13).
extension Endpoint {
    static let uploadCertificate = Endpoint(
        "anchor.uploadCertificate", .post, "/v1/certificates", "Upload a certificate",
        choice: """
            The file's content says what it is: one X.509 certificate in DER, or one or several in PEM, of 1 MiB at \
            most. Its dates and its issuer are not looked at. A file with a private key in it answers 400 and is not \
            kept. A file name needs no ending; with one it is one of those that are documented. No session's browser \
            trusts it: the field that names it is not published.
            """)
    static let listCertificates = Endpoint(
        "anchor.listCertificates", .get, "/v1/certificates", "List the certificates",
        choice: "All of them, in the order of uploading.")
    static let deleteCertificate = Endpoint(
        "anchor.deleteCertificate", .delete, "/v1/certificates/{name}", "Delete a certificate")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/certificates` | 200 `{data: certificate}` |
/// | `GET /v1/certificates` | 200 `{data: [certificate]}` |
/// | `DELETE /v1/certificates/{name}` | 200 `{data: {status}}` |
enum CertificateController {
    static let routes: [Route<AnchorStore>] = [
        Route(.uploadCertificate, admit: AnchorAccess.apiKey, handle: upload),
        Route(.listCertificates, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.deleteCertificate, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func upload(_ call: AnchorCall) throws -> Reply {
        let draft = try StoredCertificate.Draft(call)
        let certificate = try call.update { try $0.addCertificate(draft, $1) }
        return .json(.ok, DataReply(CertificateDetails(certificate)))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let certificates = call.store.read { $0.certificates.values.sorted { $0.ordinal < $1.ordinal } }
        return .json(.ok, DataReply(certificates.map(CertificateDetails.init)))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteCertificate(call.parameter("name"), $1) }
        return .json(.ok, StatusReply())
    }
}

// MARK: - Bodies and replies

extension StoredCertificate.Draft {
    /// The longest description (anchor.md 10).
    private static let longestDescription = 1000

    /// `POST /v1/certificates`. Throws for what is missing or wrong, and for a file that is no certificate.
    fileprivate init(_ call: AnchorCall) throws {
        let upload = try FileUpload(call)
        name = try upload.name(of: "letters, digits, - and _", where: StoredCertificate.isOfName)
        description = try upload.text("description")
        let file = try upload.file(ofAtMost: CertificateFile.limit)
        content = try .kept(file.bytes, chargedTo: call.store.files)
        guard upload.reading == .strict else { return }
        guard description?.unicodeScalars.count ?? 0 <= Self.longestDescription else {
            throw FieldComplaint(
                field: "description", problem: "must not be longer than \(Self.longestDescription) characters")
        }
        if let dot = file.name.lastIndex(of: "."),
            !CertificateFile.endings.contains(file.name[dot...].dropFirst().lowercased())
        {
            let endings = CertificateFile.endings.map { ".\($0)" }.joined(separator: ", ")
            throw AnchorProblem.unreadableCertificate("has a name with another ending than \(endings)")
        }
        do throws(CertificateFile.Complaint) { try CertificateFile.check(file.bytes) } catch {
            switch error {
            case .privateKey: throw AnchorProblem.privateKey
            case .unreadable(let words): throw AnchorProblem.unreadableCertificate(words)
            }
        }
    }
}

/// A certificate as uploading and listing show it (anchor.md 10).
private struct CertificateDetails: JSONWritable {
    private let certificate: StoredCertificate

    init(_ certificate: StoredCertificate) {
        self.certificate = certificate
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", certificate.id)
            json.member("name", certificate.name)
            json.member("description", certificate.description)
            json.member("createdAt", certificate.createdAt)
        }
    }
}

// MARK: - Refusals

/// The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// The 409 of uploading (anchor.md 12.13).
    fileprivate static func certificateExists(_ name: String) -> AnchorProblem {
        conflict(
            "Certificate already exists", UploadReason.certificateExists,
            "A certificate has the name \(name) already. Delete it first.")
    }

    fileprivate static var privateKey: AnchorProblem {
        invalid("The file holds a private key", UploadReason.certificateHasPrivateKey)
    }

    fileprivate static func unreadableCertificate(_ words: String) -> AnchorProblem {
        invalid("The file \(words)", UploadReason.certificateUnreadable)
    }
}
