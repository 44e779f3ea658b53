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

    /// The status that goes with it, whatever the vendor's envelope.
    package var status: HTTPResponse.Status {
        switch self {
        case .unknownPath: .notFound
        case .wrongMethod: .methodNotAllowed
        case .notImplemented: .notImplemented
        case .bodyTooLarge: .contentTooLarge
        case .invalid: .badRequest
        case .forbidden: .forbidden
        case .notWritten: .internalServerError
        }
    }

    /// The reason for journal and hints.
    package var reason: Reason {
        switch self {
        case .unknownPath(let path):
            Reason(CommonReason.pathUnknown, "The vendor has no operation at \(path).")
        case .wrongMethod(let allowed):
            Reason(CommonReason.methodNotAllowed, "This path answers \(Self.list(allowed)) only.")
        case .notImplemented(let operation):
            Reason(
                CommonReason.operationNotImplemented,
                "The vendor has \(operation); Drydock does not simulate it. `drydock operations` lists what it does.")
        case .bodyTooLarge(let limit):
            Reason(CommonReason.bodyTooLarge, "The body is larger than \(limit) bytes.")
        case .invalid(let reason), .forbidden(let reason), .notWritten(let reason): reason
        }
    }

    /// The sentence for the vendor's envelope.
    package var message: String {
        switch self {
        case .unknownPath: "Not found"
        case .wrongMethod: "Method not allowed"
        case .notImplemented(let operation): "Not implemented by Drydock: \(operation)"
        case .bodyTooLarge(let limit): "Request body is larger than \(limit) bytes"
        case .invalid(let reason), .forbidden(let reason), .notWritten(let reason): reason.detail
        }
    }

    /// `Allow`, where the method was wrong.
    package var headers: HTTPFields {
        guard case .wrongMethod(let allowed) = self else { return [:] }
        return [.allow: Self.list(allowed)]
    }

    private static func list(_ methods: [HTTPRequest.Method]) -> String {
        methods.map(\.rawValue).sorted().joined(separator: ", ")
    }
}
