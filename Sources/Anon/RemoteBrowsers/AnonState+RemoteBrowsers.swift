import HashTreeCollections
import Kernel

/// Browsers that were handed out.
extension AnonState {
    /// Hands out a browser with a user's sessions.
    ///
    /// Throws the failed look-up of the user as it is relayed, 404 and 403 for a session that the caller cannot use, 507
    /// when the world is full.
    mutating func startBrowser(
        _ order: CreateCdpUrl.Body, for caller: Caller, policies: AnonPolicies, now: Moment
    ) throws(AnonProblem) -> RemoteBrowser {
        let user = try user(order.appUserID, signedInAt: order.apps, for: caller, policies: policies)
        _ = try makeRoom(policies)
        let browser = RemoteBrowser(
            id: ids.uuid(), user: user.key, apps: order.apps, usesProxy: order.usesProxy, startedAt: now)
        remoteBrowsers[browser.id] = browser
        return browser
    }
}
