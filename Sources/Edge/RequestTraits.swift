/// What a connection needs to know of a request while it is read and answered.
struct RequestTraits: Hashable {
    /// How much body follows the head.
    enum Body: Hashable {
        case bytes(Int)
        case chunked

        var isExpected: Bool { self != .bytes(0) }
    }

    /// HEAD: the answer has no body, whatever its header fields say.
    var isHead = false
    /// CONNECT: bytes behind the request are the tunnel's, if one is granted.
    var isConnect = false
    /// HTTP/1.0: no chunks, no informational answers, and the connection is kept only by arrangement.
    var isHTTP10 = false
    /// The client wants to use the connection again.
    var keepsAlive = true
    /// The client holds its body back until it is told to send it.
    var expectsContinue = false
    /// NIO's decoder stops behind this request: a CONNECT, or an upgrade is offered.
    var stopsDecoder = false
    var body = Body.bytes(0)

    /// The body will not come before a `100 Continue` was sent.
    var wantsContinue: Bool { expectsContinue && body.isExpected }
}
