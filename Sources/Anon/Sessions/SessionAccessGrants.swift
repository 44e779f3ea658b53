import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// `POST` and `DELETE /account/api/v1/sessionAccessGrant`: request and answer alike (anon.md 3.4; the form is ours).
struct SessionAccessGrant: Sendable {
    let sessionID: String
    /// The service client that may use the session.
    let sdkClientID: String

    init(_ fields: Fields) throws(FieldComplaint) {
        sessionID = try fields.filledID("sessionId")
        sdkClientID = try fields.filledID("sdkClientId")
    }
}

extension SessionAccessGrant: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("sessionId", sessionID)
            json.member("sdkClientId", sdkClientID)
        }
    }
}

// MARK: - Transitions

/// Grants: a service client of another organisation may use a session (anon.md 3.4; rules and wire form are ours).
extension AnonState {
    /// Lets a client use a session; twice is once. Only the session's organisation may.
    ///
    /// Throws 404 for an unknown session or client, 403 for another organisation's session, 400 for a client whose key
    /// never meets the session, 507 when the world is full.
    mutating func create(
        _ grant: SessionAccessGrant, for caller: Caller, _ turn: AnonTurn
    ) throws(AnonProblem) {
        var session = try ownSession(grant.sessionID, of: caller)
        try checkService(grant.sdkClientID, in: session.user.keySpace)
        guard !session.grantedClientIDs.contains(grant.sdkClientID) else { return }
        _ = try reserve(turn.policies)
        session.grantedClientIDs.append(grant.sdkClientID)
        sessions[session.id] = session
    }

    /// Takes a grant back. Throws 404 if there is no such session or grant, 403 for another organisation's session.
    mutating func delete(_ grant: SessionAccessGrant, for caller: Caller) throws(AnonProblem) {
        var session = try ownSession(grant.sessionID, of: caller)
        guard let index = session.grantedClientIDs.firstIndex(of: grant.sdkClientID) else {
            throw .notFound(.sessionAccessGrant, "client \(grant.sdkClientID) at session \(session.id)")
        }
        session.grantedClientIDs.remove(at: index)
        sessions[session.id] = session
        release()
    }

    private func ownSession(_ id: String, of caller: Caller) throws(AnonProblem) -> Session {
        guard let session = sessions[id], session.user.keySpace == caller.keySpace else {
            throw .notFound(.session, id)
        }
        guard session.user.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganizationsSession(of: session.user.externalID, at: session.app))
        }
        return session
    }

    private func checkService(_ id: String, in keySpace: KeySpace) throws(AnonProblem) {
        guard let client = sdkClients[id] else { throw .notFound(.sdkClient, id) }
        guard case .service(_, let own) = client.kind else {
            throw .invalid(
                "sdkClientId must be a service client", AnonReason.sdkClientNotService,
                "SDK client \(id) is a webapp client, which has no API key to use a session with.")
        }
        guard own == keySpace else {
            throw .invalid(
                "sdkClientId must be of the session's environment", AnonReason.clientOtherEnvironment,
                "The key of SDK client \(id) is of \(own.rawValue), the session of \(keySpace.rawValue).")
        }
    }
}

// MARK: - Operations

/// Access grants (anon.md 3.4).
extension Endpoint {
    static let createSessionAccessGrant = Endpoint(
        "anon.createSessionAccessGrant", .post, "/account/api/v1/sessionAccessGrant",
        "Let a service client of another organisation use a session", provenance: .undocumented,
        choice: """
            The vendor never published request and answer; both are Drydock's choice, `{sessionId, sdkClientId}`. Only \
            the session's organisation grants; a grant lets a client read and use the session, not remove it. Granting \
            twice is the same as once.
            """)
    static let deleteSessionAccessGrant = Endpoint(
        "anon.deleteSessionAccessGrant", .delete, "/account/api/v1/sessionAccessGrant",
        "Take a service client's use of a session back", provenance: .undocumented,
        choice: """
            The vendor never published request and answer; both are Drydock's choice, those of the POST. A grant that \
            is not there answers 404.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /account/api/v1/sessionAccessGrant` | 200 `SessionAccessGrant` |
/// | `DELETE /account/api/v1/sessionAccessGrant` | 200 `SessionAccessGrant` |
enum SessionAccessGrantController {
    static let routes: [Route<AnonStore>] = [
        Route(.createSessionAccessGrant, for: AnonAccess.backendWriting, handle: create),
        Route(.deleteSessionAccessGrant, for: AnonAccess.backendWriting, handle: delete),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let grant = try SessionAccessGrant(call.members())
        try call.update { try $0.create(grant, for: caller, $1) }
        return .json(.ok, grant)
    }

    @Sendable private static func delete(_ call: AnonCall, caller: Caller) throws -> Reply {
        let grant = try SessionAccessGrant(call.members())
        try call.store.update { try $0.delete(grant, for: caller) }
        return .json(.ok, grant)
    }
}
