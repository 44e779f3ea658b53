import HashTreeCollections
import Kernel

/// The life of SDK clients.
extension AnonState {
    /// What is known of a client before it has an id.
    struct SdkClientDraft: Sendable {
        /// What kind it will be.
        enum Kind: Sendable {
            case application(userPoolID: String)
            case service
        }

        let name: String
        let description: String
        let kind: Kind
        let isOAuthDisabled: Bool?
    }

    /// Makes a client for the caller's organisation. Throws 400 for a pool that is not the organisation's, 507 when full.
    mutating func createSdkClient(
        _ draft: SdkClientDraft, for caller: Caller, policies: AnonPolicies
    ) throws(AnonProblem) -> SdkClient {
        if case .application(let poolID) = draft.kind { _ = try ownPool(poolID, of: caller.organizationID) }
        let ordinal = try makeRoom(policies)
        let id = ids.uuid()
        let kind: SdkClient.Kind =
            switch draft.kind {
            case .application(let poolID): .application(userPoolID: poolID)
            case .service: .service(apiKey: ids.anonAPIKey(), keySpace: caller.keySpace)
            }
        let client = SdkClient(
            id: id, name: draft.name, description: draft.description, organizationID: caller.organizationID, kind: kind,
            isOAuthDisabled: draft.isOAuthDisabled, ordinal: ordinal)
        add(client)
        return client
    }

    /// The caller's client of this id. Throws 404 for an unknown one, 403 for another organisation's.
    func sdkClient(_ id: String, for caller: Caller) throws(AnonProblem) -> SdkClient {
        guard let client = sdkClients[id] else { throw .notFound("SDK client", id) }
        guard client.organizationID == caller.organizationID else {
            throw .forbidden(.otherOrganization("SDK client", id))
        }
        return client
    }

    /// The pool that a webapp client points to (anon.md 6: clientId → SdkClient → UserPool).
    func userPool(ofClient id: String?) throws(ClientRefusal) -> UserPool {
        guard let id, !id.isEmpty else { throw .missing }
        guard let client = sdkClients[id] else { throw .unknown(id: id) }
        guard case .application(let poolID) = client.kind else {
            let webapp = defaultPool[client.organizationID].flatMap { webappClient[$0] }
            throw .isService(id: id, webapp: webapp)
        }
        guard let pool = userPools[poolID] else { throw .poolGone(id: id) }
        return pool
    }

    /// Puts a client where look-ups find it.
    mutating func add(_ client: SdkClient) {
        sdkClients[client.id] = client
        switch client.kind {
        case .application(let poolID): if webappClient[poolID] == nil { webappClient[poolID] = client.id }
        case .service(let apiKey, _): clientOfKey[apiKey] = client.id
        }
    }

    private func ownPool(_ id: String, of organizationID: String) throws(AnonProblem) -> UserPool {
        guard let pool = userPools[id], pool.organizationID == organizationID else { throw .unknown("User pool", id) }
        return pool
    }
}
