/// What one listener allows its clients before it answers with a refusal or hangs up. All values are ours.
public struct EdgeLimits: Sendable, Hashable {
    /// The most bytes of a request's target, field names and field values together (and of a chunked body's trailers).
    /// More is answered with 431.
    public var maxHeaderBytes: Int
    /// The most header fields of one request. More is answered with 431.
    public var maxHeaderFields: Int
    /// How long a request head may take to become complete, for the first one from the connection's start, for a later one
    /// from its first bytes. More is answered with 408 where something of a head has come, and the connection is closed.
    public var headTimeout: Duration
    /// How long a connection may wait for its client: between requests, when it is closed, or for the next piece of a body,
    /// which is answered with 408. A tunnel in which no byte has come from either side for as long is cut.
    public var idleTimeout: Duration
    /// How long a body may take, however it trickles in, with a second more for every `minBodyRate` bytes of it.
    /// More is answered with 408.
    public var bodyTimeout: Duration
    /// The bytes per second that a body must come at once it has taken longer than `bodyTimeout`.
    public var minBodyRate: Int
    /// How long a client may leave its answers unread, that is, take no byte of what is kept for it. Then the connection is
    /// reset, at the latest when as much time again has passed.
    public var writeTimeout: Duration
    /// The most requests of a connection that may wait for their answers. One more is answered with 429 when its turn
    /// comes, and the connection is closed.
    public var maxPipelinedRequests: Int
    /// The most connections open at a time. One more is answered with 503 and closed.
    public var maxConnections: Int
    /// The most bytes of a body that are still read, to keep the connection, once its request has been answered.
    public var maxUnreadBody: Int
    /// How long input is still read and thrown away after a refusal, so that the client gets to see it.
    public var lingerTimeout: Duration
    /// How long a tunnel's target may take to accept the connection.
    public var dialTimeout: Duration
    /// The most tunnels open or being dialled at a time; each has a connection of `maxConnections` besides.
    public var maxTunnels: Int

    /// Limits that suit a server on a developer's machine or in CI.
    public init(
        maxHeaderBytes: Int = 64 * 1024,
        maxHeaderFields: Int = 256,
        headTimeout: Duration = .seconds(30),
        idleTimeout: Duration = .seconds(75),
        bodyTimeout: Duration = .seconds(60),
        minBodyRate: Int = 1024,
        writeTimeout: Duration = .seconds(30),
        maxPipelinedRequests: Int = 256,
        maxConnections: Int = 4096,
        maxUnreadBody: Int = 1024 * 1024,
        lingerTimeout: Duration = .seconds(1),
        dialTimeout: Duration = .seconds(5),
        maxTunnels: Int = 512
    ) {
        self.maxHeaderBytes = maxHeaderBytes
        self.maxHeaderFields = maxHeaderFields
        self.headTimeout = headTimeout
        self.idleTimeout = idleTimeout
        self.bodyTimeout = bodyTimeout
        self.minBodyRate = minBodyRate
        self.writeTimeout = writeTimeout
        self.maxPipelinedRequests = maxPipelinedRequests
        self.maxConnections = maxConnections
        self.maxUnreadBody = maxUnreadBody
        self.lingerTimeout = lingerTimeout
        self.dialTimeout = dialTimeout
        self.maxTunnels = maxTunnels
    }
}
