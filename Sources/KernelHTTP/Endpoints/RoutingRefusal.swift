package import HTTPTypes
package import Kernel

/// Why a request reached no operation's handler, or its answer did not leave.
package enum RoutingRefusal: Sendable, Equatable {
    /// The vendor has no such path.
    case unknownPath(String)
    /// The vendor has the path, with these methods only.
    case wrongMethod(allowed: [HTTPRequest.Method])
    /// The vendor has the operation, Drydock does not.
    case notImplemented(operation: String)
    /// The body is larger than Drydock takes, in bytes.
    case bodyTooLarge(limit: Int)
    /// The request is wrong before any operation looks at it.
    case invalid(Reason)
    /// The caller may not use this at all.
    case forbidden(Reason)
    /// What the answer depends on did not reach the disk.
    case notWritten(Reason)
}
