import KernelHTTP

/// The URLs that lead to a session: all of them to Drydock itself, the way the client came (anchor.md 4.4).
struct SessionAddresses: Sendable {
    private let origin: Origin
    private let sessionID: String

    init(of sessionID: String, from origin: Origin) {
        self.origin = origin
        self.sessionID = sessionID
    }

    /// For a DevTools client; it carries the key, as the vendor's does.
    func cdp(key: String) -> String {
        "\(origin.sibling("connect").webSocketURL)?apiKey=\(PercentCoding.encode(key))&sessionId=\(query)"
    }

    /// The page that shows the session.
    var liveView: String { "\(origin.sibling("live").url)?sessionId=\(query)" }

    /// The same for one of the browser's pages.
    func liveView(ofPage pageID: String) -> String { "\(liveView)&pageId=\(PercentCoding.encode(pageID))" }

    /// Where the recording's bytes are.
    var primaryRecording: String { "\(origin.url)/v1/sessions/\(query)/recordings/primary/fetch" }

    private var query: String { PercentCoding.encode(sessionID) }
}
