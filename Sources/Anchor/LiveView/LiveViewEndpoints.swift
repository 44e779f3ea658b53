import HTTPTypes
import KernelHTTP

/// The live view (anchor.md 4.4). Its path is `/` on the vendor's host; here the composition root sends it what comes
/// to `/` with a `sessionId`.
extension Endpoint {
    static let openLiveView = Endpoint(
        "anchor.openLiveView", .get, "/", "Look at a session",
        choice: "A page with the session's state, since there is no browser to look at; 404 for an unknown session. "
            + "Looking is no activity.")
}
