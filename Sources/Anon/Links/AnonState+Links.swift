import HashTreeCollections
package import Kernel
import KernelHTTP

/// Making links, opening them, finishing them.
extension AnonState {
    /// How often the status of `user_pending`'s session is `unknown` (ours; anon.md 9, row 10 speaks of three tries).
    private static let pendingReads = 3

    /// Whose client a link's user is of.
    struct LinkClient: Sendable, Equatable {
        let id: String
        /// For whom a token is to be issued; nil if one was sent.
        let appUserID: String?
        let token: String?
        /// The pool that the token is issued for.
        let userPoolID: String?
    }

    /// The client that goes into a link. Throws 400 if there is no webapp client to verify the user's token with.
    ///
    /// - Parameter caller: nil if a token alone was sent (the older form).
    func linkClient(for user: CreateLinkURL.Query.User, of caller: Caller?) throws(AnonProblem) -> LinkClient {
        switch user {
        case .token(let token, let clientID):
            return LinkClient(id: clientID, appUserID: nil, token: token, userPoolID: nil)
        case .id(let appUserID, let clientID?):
            let pool: UserPool
            do throws(ClientRefusal) { pool = try userPool(ofClient: clientID) } catch {
                throw .invalid("clientId is not the id of a webapp client", because: error.reason)
            }
            if let caller { _ = try issuingPool(pool.id, for: caller) }
            return LinkClient(id: clientID, appUserID: appUserID, token: nil, userPoolID: pool.id)
        case .id(let appUserID, nil):
            guard let caller else { throw LinkRefusal.missing("appUserIdToken").problem }
            let pool = try issuingPool(nil, for: caller)
            guard let clientID = webappClient[pool.id] else {
                throw .invalid(
                    "The user pool has no webapp client", AnonReason.clientMissing,
                    "User pool \"\(pool.name)\" has no webapp client: POST /org/sdkClient with kind application makes one."
                )
            }
            return LinkClient(id: clientID, appUserID: appUserID, token: nil, userPoolID: pool.id)
        }
    }

    /// The link that these parameters make. Throws 400 for parameters that no page would take.
    func checkedLink(_ parameters: LinkParameters) throws(AnonProblem) -> Link {
        do throws(LinkRefusal) { return try Link(parameters, in: self) } catch { throw error.problem }
    }

    /// Makes a link: what it leaves out is the organisation's, a site that it brings is known from now on.
    /// Throws 400 for parameters that no page would take, 507 when the world is full.
    mutating func createLink(
        _ parameters: LinkParameters, _ turn: AnonTurn
    ) throws(AnonProblem) -> LinkParameters {
        var parameters = parameters
        let organization = parameters.clientID.flatMap { sdkClients[$0] }.flatMap { organizations[$0.organizationID] }
        parameters.company = parameters.company ?? organization?.name
        parameters.companyLogo = parameters.companyLogo ?? organization?.logoURL
        try adopt(try checkedLink(parameters), turn)
        parameters.linkID = ids.uuid()
        return parameters
    }

    /// Links a user: the record and the session in one step. Throws 507 when the world is full; then neither is there.
    ///
    /// - Parameter isPending: whether the session's status takes its time (magic user `user_pending`).
    mutating func finishLink(
        _ identity: AppUserIdentity, to app: String, isPending: Bool, _ turn: AnonTurn
    ) throws(AnonProblem) -> LinkedAccount {
        var chosen = turn.policies
        if isPending { chosen.unknownStatusReads = max(chosen.unknownStatusReads, Self.pendingReads) }
        let session = try link(identity, to: app, AnonTurn(policies: chosen, now: turn.now))
        return LinkedAccount(anonID: appUsers[session.user]?.anonID ?? "", sessionID: session.id)
    }

    /// Remembers with which credentials a Link page was opened last (policy `cors: asExplained`).
    mutating func note(linkPageOf app: String, isRefused: Bool, _ turn: AnonTurn) {
        guard refusedLinkPages[app] != isRefused else { return }
        // Anybody may open pages for apps of any name; a world holds a limited number of them.
        if refusedLinkPages[app] == nil, (try? reserve(turn.policies)) == nil { return }
        refusedLinkPages[app] = isRefused
    }

    private mutating func adopt(_ link: Link, _ turn: AnonTurn) throws(AnonProblem) {
        guard let integration = link.parameters.site.integration(id: link.app),
            customApps[link.app] != nil || appIntegration(link.app) == nil
        else { return }
        if customApps[link.app] == nil { _ = try reserve(turn.policies) }
        customApps[link.app] = integration
    }
}

// MARK: - The whole way

/// Ending visits, and Link for the control plane.
extension AnonStore {
    /// Goes through the Link page as a person would, and ends the visit in one step.
    ///
    /// Throws what the page would say: 400 for the link's parameters, 401 for its token and client, 507 for a full world; then
    /// nothing has changed.
    package func completeLink(
        _ request: LinkCompletionRequest, at now: Moment
    ) async throws(AnonProblem) -> LinkCompletion {
        let link = try read { (state) throws(AnonProblem) in try state.checkedLink(request.parameters) }
        return try end(link, as: try await identity(request, at: now), request.outcome, at: now)
    }

    /// Ends a visit. Throws 507 when the world is full; then nothing has changed.
    func end(
        _ link: Link, as identity: AppUserIdentity, _ outcome: LinkOutcome, at now: Moment
    ) throws(AnonProblem) -> LinkCompletion {
        var account: LinkedAccount?
        if case .success(let isPending) = outcome {
            account = try update { (state) throws(AnonProblem) in
                try state.finishLink(
                    identity, to: link.app, isPending: isPending, AnonTurn(policies: policies, now: now))
            }
        }
        return LinkCompletion(
            app: link.app, appUserID: identity.externalID, anonID: account?.anonID, sessionID: account?.sessionID,
            redirect: link.wayBack(outcome.ending), reason: outcome.reason)
    }

    private func identity(
        _ request: LinkCompletionRequest, at now: Moment
    ) async throws(AnonProblem) -> AppUserIdentity {
        let (parameters, keySpace) = (request.parameters, request.environment.keySpace)
        switch request.user {
        case .token:
            do throws(AppUserRefusal) {
                return try await AppUserAccess.identity(
                    token: parameters.token, clientID: parameters.clientID, in: self, keySpace: keySpace, at: now)
            } catch {
                throw .unauthorized(error.reason, policies)
            }
        case .id(let externalID, let organizationID):
            return try read { (state) throws(AnonProblem) in
                let id = organizationID ?? state.readyMade.organizationID
                guard state.organizations[id] != nil else { throw .unknown(.organization, id) }
                return AppUserIdentity(
                    externalID: externalID, email: nil, organizationID: id, keySpace: keySpace,
                    userPoolID: state.defaultPool[id] ?? "", sdkClientID: "")
            }
        }
    }
}
