import HTTPTypes
import KernelHTTP

/// In whose name an action is: the query or the body says so, for older clients the header (anon.md 5).
enum ActionAccount {
    /// The LinkedIn account of the app user that a call names by `appUserID` or by its header.
    ///
    /// Throws 400 where it names none, the failed look-up as it is relayed, and 404 without an active session.
    static func linkedIn(of appUserID: String?, _ call: AnonCall, _ caller: Caller) throws -> LinkedInAccount {
        let named = appUserID ?? call.exchange.head.headerFields[.anonAppUserID]
        guard let named, !named.isEmpty else {
            throw AnonProblem.invalid(
                "appUserId is required", "user.missing",
                "Neither the request nor its X-Anon-App-User-Id header says for which app user it is.")
        }
        let policies = call.store.policies
        let user = try call.store.update { (state) throws(AnonProblem) in
            try state.user(named, signedInAt: [LinkedInAccount.app], for: caller, policies: policies)
        }
        return LinkedInAccount(organizationID: user.key.organizationID, now: call.now)
    }
}
