import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A password manager that a project is connected with (anchor.md 12.14).
struct Integration: Codable, Sendable, Equatable {
    /// The one kind that there is.
    enum Kind: String, CaseIterable { case onePassword = "1PASSWORD" }

    /// What is known of a new one.
    struct Draft: Sendable {
        let name: String
        var tokenHash: String?
    }

    /// A UUID.
    let id: String
    let name: String
    /// The place in the order of making.
    let ordinal: Int64
    /// SHA-256 of the service account's token, which itself is not kept; nil if none was named.
    let tokenHash: String?
    let createdAt: Moment

    /// The path by which lists and deletion show it (anchor.md 12.14).
    func path(in project: Project) -> String { "integrations/\(project.id)/\(id)" }
}

// MARK: - Transitions

extension AnchorState {
    /// Connects a password manager.
    mutating func addIntegration(_ draft: Integration.Draft, _ turn: AnchorTurn) throws(AnchorProblem) -> Integration {
        let ordinal = try reserve(turn.policies)
        return insertIntegration(draft, id: ids.uuid(), ordinal: ordinal, now: turn.now)
    }

    /// Inserts an integration whose place is reserved.
    @discardableResult
    mutating func insertIntegration(
        _ draft: Integration.Draft, id: String, ordinal: Int64, now: Moment
    ) -> Integration {
        let integration = Integration(
            id: id, name: draft.name, ordinal: ordinal, tokenHash: draft.tokenHash, createdAt: now)
        integrations[id] = integration
        return integration
    }

    /// Removes an integration; where ids are adopted, one that is not there is gone. Sessions go on with it.
    mutating func deleteIntegration(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard integrations[id] != nil else {
            if turn.policies.unknownIDs == .adopt { return }
            throw .notFound(.integration, id)
        }
        integrations[id] = nil
        release()
    }
}

// MARK: - Operations

/// Integrations (anchor.md 10 and 12.14).
extension Endpoint {
    static let createIntegration = Endpoint(
        "anchor.createIntegration", .post, "/v1/integrations", "Connect a password manager",
        choice: """
            The token is `ops_` and at least four letters of base64, without spaces; whether 1Password knows it is not \
            asked. It is not kept. Names may be there several times.
            """)
    static let listIntegrations = Endpoint(
        "anchor.listIntegrations", .get, "/v1/integrations", "List the integrations",
        choice: "All of them, in the order of connecting, each with its `path`.")
    static let deleteIntegration = Endpoint(
        "anchor.deleteIntegration", .delete, "/v1/integrations/{integrationId}", "Remove an integration",
        choice: "Sessions that name it go on.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/integrations` | 200 `{data: {integration}}` |
/// | `GET /v1/integrations` | 200 `{data: {integrations}}` |
/// | `DELETE /v1/integrations/{integrationId}` | 200 `{data: {integration: {id, deleted, path}}}` |
enum IntegrationController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createIntegration, admit: AnchorAccess.apiKey, handle: create),
        Route(.listIntegrations, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.deleteIntegration, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let draft = try Integration.Draft(call.members())
        let (integration, project) = try call.update { (state, turn) throws(AnchorProblem) in
            (try state.addIntegration(draft, turn), state.project)
        }
        return .json(.ok, CreateIntegration.Reply(details: IntegrationDetails(integration, in: project)))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let (integrations, project) = call.store.read {
            ($0.integrations.values.sorted { $0.ordinal < $1.ordinal }, $0.project)
        }
        return .json(
            .ok, ListIntegrations.Reply(details: integrations.map { IntegrationDetails($0, in: project) }))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("integrationId")
        let project = try call.update { (state, turn) throws(AnchorProblem) in
            try state.deleteIntegration(id, turn)
            return state.project
        }
        return .json(.ok, DeleteIntegration.Reply(id: id, path: "integrations/\(project.id)/\(id)"))
    }
}

// MARK: - Bodies and replies

extension Integration.Draft {
    private enum CredentialKind: String, CaseIterable { case serviceAccount }

    /// `POST /v1/integrations` (anchor.md 10). Throws for what is missing or wrong. No complaint repeats the token.
    fileprivate init(_ fields: Fields) throws {
        let isStrict = fields.reading == .strict
        let name: String = try isStrict ? fields.required("name") : fields.optional("name") ?? ""
        if isStrict, !(1...255).contains(name.unicodeScalars.count) {
            throw fields.complaint(
                "name", name.isEmpty ? "must not be empty" : "must not be longer than 255 characters")
        }
        if try fields.choice("type", of: Integration.Kind.self) == nil, isStrict {
            throw fields.complaint("type", "is required")
        }
        let credentials = try fields.object("credentials")
        if credentials == nil, isStrict { throw fields.complaint("credentials", "is required") }
        if let credentials, isStrict, try credentials.choice("type", of: CredentialKind.self) == nil {
            throw credentials.complaint("type", "is required")
        }
        let data = try credentials?.object("data")
        if data == nil, isStrict { throw fields.complaint("credentials.data", "is required") }
        let token: String? =
            try isStrict ? data?.required("serviceAccount") : data?.optional("serviceAccount")
        if let token, isStrict, !Self.isToken(token) { throw AnchorProblem.invalidServiceAccount }
        self.init(name: name, tokenHash: token.map(TokenHash.hexadecimal(of:)))
    }

    /// Whether a text is one as 1Password issues them: base64 behind a prefix (anchor.md 12.14; the length is ours).
    private static func isToken(_ text: String) -> Bool {
        guard text.hasPrefix("ops_") else { return false }
        let letters = text.utf8.dropFirst(4)
        return (4...16_384).contains(letters.count)
            && letters.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_+/=".utf8.contains(byte)
                }
            }
    }
}

/// An integration as creation and the list show it (anchor.md 10): without its token.
private struct IntegrationDetails: JSONWritable {
    private let integration: Integration
    private let project: Project

    init(_ integration: Integration, in project: Project) {
        self.integration = integration
        self.project = project
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", integration.id)
            json.member("name", integration.name)
            json.member("type", Integration.Kind.onePassword.rawValue)
            json.member("path", integration.path(in: project))
            json.member("createdAt", integration.createdAt)
        }
    }
}

/// `POST /v1/integrations` (anchor.md 10)
private enum CreateIntegration {
    struct Reply: JSONWritable {
        let details: IntegrationDetails

        func write(to json: inout JSONWriter) {
            json.object { json in json.member("data", object: { $0.member("integration", details) }) }
        }
    }
}

/// `GET /v1/integrations` (anchor.md 10)
private enum ListIntegrations {
    struct Reply: JSONWritable {
        let details: [IntegrationDetails]

        func write(to json: inout JSONWriter) {
            json.object { json in json.member("data", object: { $0.member("integrations", details) }) }
        }
    }
}

/// `DELETE /v1/integrations/{integrationId}` (anchor.md 12.14)
private enum DeleteIntegration {
    struct Reply: JSONWritable {
        let id: String
        let path: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member(
                            "integration",
                            object: { json in
                                json.member("id", id)
                                json.member("deleted", true)
                                json.member("path", path)
                            })
                    })
            }
        }
    }
}

// MARK: - Refusals

/// The text is ours; anchor.md 1.1 has none for it.
extension AnchorProblem {
    fileprivate static var invalidServiceAccount: AnchorProblem {
        invalid(
            "Invalid 1Password service account token", UploadReason.integrationTokenInvalid,
            "credentials.data.serviceAccount must be ops_ and at least four letters of base64.")
    }
}
