import HashTreeCollections
package import Kernel

/// Link for the control plane.
extension AnonStore {
    /// Goes through the Link page as a person would, and ends the visit in one step.
    ///
    /// Throws what the page would say: 400 for the link's parameters, 401 for its token and client, 507 for a full world; then
    /// nothing has changed.
    package func completeLink(_ order: LinkOrder, at now: Moment) async throws(AnonProblem) -> LinkCompletion {
        let link: Link
        do throws(LinkRefusal) {
            link = try read { (state) throws(LinkRefusal) in try Link(order.parameters, in: state) }
        } catch {
            throw error.problem
        }
        return try end(link, as: try await identity(order, at: now), order.outcome, at: now)
    }

    /// Ends a visit. Throws 507 when the world is full; then nothing has changed.
    func end(
        _ link: Link, as identity: AppUserIdentity, _ outcome: LinkOutcome, at now: Moment
    ) throws(AnonProblem) -> LinkCompletion {
        var account: LinkedAccount?
        if case .success(let isPending) = outcome {
            account = try update { (state) throws(AnonProblem) in
                try state.finishLink(identity, to: link.app, isPending: isPending, policies: policies, now: now)
            }
        }
        return LinkCompletion(
            app: link.app, appUserID: identity.externalID, anonID: account?.anonID, sessionID: account?.sessionID,
            redirect: link.wayBack(outcome.ending), reason: outcome.reason)
    }

    private func identity(_ order: LinkOrder, at now: Moment) async throws(AnonProblem) -> AppUserIdentity {
        let keySpace = order.environment.keySpace
        switch order.user {
        case .token:
            do throws(AppUserRefusal) {
                return try await AppUserAccess.identity(
                    token: order.parameters.token, clientID: order.parameters.clientID, in: self, keySpace: keySpace,
                    at: now)
            } catch {
                throw .unauthorized(error.reason, policies)
            }
        case .id(let externalID, let organizationID):
            return try read { (state) throws(AnonProblem) in
                let id = organizationID ?? state.readyMade.organizationID
                guard state.organizations[id] != nil else { throw .unknown("Organization", id) }
                return AppUserIdentity(
                    externalID: externalID, email: nil, organizationID: id, keySpace: keySpace,
                    userPoolID: state.defaultPool[id] ?? "", sdkClientID: "")
            }
        }
    }
}
