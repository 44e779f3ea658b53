import NIOCore
import NIOPosix

/// Why there is no way to a tunnel's target.
package enum TunnelFailure: Error, Hashable {
    /// Nothing accepts connections there; in words of the operating system, for a journal.
    case unreachable(String)
    /// The target did not accept within `EdgeLimits.dialTimeout`.
    case timedOut
    /// As many tunnels are open as `EdgeLimits.maxTunnels` allows.
    case tooManyTunnels
    /// The client or the server ended the connection meanwhile; no answer will reach anybody.
    case connectionEnded

    init(_ error: any Error) {
        switch error {
        case let failure as TunnelFailure: self = failure
        case ChannelError.connectTimeout: self = .timedOut
        case let error as NIOConnectionError: self.init(error)
        default: self = .unreachable("\(error)")
        }
    }

    private init(_ error: NIOConnectionError) {
        if let attempt = error.connectionErrors.last {
            self.init(attempt.error)
        } else if let resolution = error.dnsAError ?? error.dnsAAAAError {
            self = .unreachable("\(resolution)")
        } else {
            self = .timedOut
        }
    }
}
