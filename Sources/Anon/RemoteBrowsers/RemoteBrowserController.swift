import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /account/api/v1/cdpUrl` | 200 `CreateCdpUrl.Reply` |
/// | `GET /live/{browserId}` | 200 `LiveStreamPage`, 404 `MissingBrowserPage` |
enum RemoteBrowserController {
    static let routes: [Route<AnonStore>] = [
        Route(.createCdpUrl, for: CallerAccess.backendWriting, handle: create),
        Route(.openLiveStream, handle: open),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try CreateCdpUrl.Body(call.members())
        let policies = call.store.policies
        let browser = try call.store.update { (state) throws(AnonProblem) in
            try state.startBrowser(body, for: caller, policies: policies, now: call.now)
        }
        let addresses = RemoteBrowserAddresses(of: browser.id, from: call.exchange.origin)
        return .json(.ok, CreateCdpUrl.Reply(addresses: addresses))
    }

    @Sendable private static func open(_ call: AnonCall) -> Reply {
        let id = call.parameter("browserId")
        guard let browser = call.store.read({ $0.remoteBrowsers[id] }) else {
            return .page(
                .notFound, MissingBrowserPage(browserID: id).html,
                reason: Reason("browser.unknown", "No remote browser has \(id)."))
        }
        return .page(.ok, LiveStreamPage(browser).html)
    }
}
