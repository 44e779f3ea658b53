import KernelHTTP

/// The URLs that lead to a remote browser: to Drydock itself, the way the client came.
struct RemoteBrowserAddresses: Sendable {
    /// For a DevTools client.
    let cdp: String
    /// The page for an iframe.
    let liveStream: String

    init(of browserID: String, from origin: Origin) {
        let id = PercentCoding.encode(browserID)
        cdp = "\(origin.webSocketURL)/cdp/\(id)"
        liveStream = "\(origin.url)/live/\(id)"
    }
}
