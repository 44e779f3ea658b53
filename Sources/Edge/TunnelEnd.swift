/// One of the two connections of a tunnel.
enum TunnelEnd: Hashable {
    /// The connection on which the CONNECT came.
    case client
    /// The connection that was dialled.
    case target

    /// The connection at the other end.
    var other: TunnelEnd {
        switch self {
        case .client: .target
        case .target: .client
        }
    }
}
