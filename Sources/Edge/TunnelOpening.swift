import NIOCore

/// Tells a connection's handler, as an outbound event, that its CONNECT is granted and leads to this channel.
struct TunnelOpening {
    let target: any Channel
}
