public import HTTPTypes
public import Kernel

/// Why a request reached no operation's handler, or its answer did not leave.
public enum RoutingRefusal: Sendable, Equatable {
    /// The vendor has no such path.
    case unknownPath(String)
    /// The vendor has the path, with these methods only.
    case wrongMethod(allowed: [HTTPRequest.Method])
    /// The body is larger than Drydock takes, in bytes.
    case bodyTooLarge(limit: Int)
    /// The bodies of all requests together would take more than they may, in bytes.
    case noRoom(limit: Int)
    /// The body has a content coding that is not undone.
    case unknownCoding(UnknownContentCoding)
    /// The request is wrong before any operation looks at it.
    case invalid(Reason)
    /// The caller may not use this at all.
    case forbidden(Reason)
    /// The request is for something that is not to be had as long as nobody changes that.
    case conflict(Reason)
    /// What the answer depends on did not reach the disk.
    case notWritten(Reason)

    /// The status that goes with it, whatever the vendor's envelope.
    public var status: HTTPResponse.Status {
        switch self {
        case .unknownPath: .notFound
        case .wrongMethod: .methodNotAllowed
        case .bodyTooLarge: .contentTooLarge
        case .noRoom: .serviceUnavailable
        case .unknownCoding: .unsupportedMediaType
        case .invalid: .badRequest
        case .forbidden: .forbidden
        case .conflict: .conflict
        case .notWritten: .internalServerError
        }
    }

    /// The reason for journal and hints.
    public var reason: Reason {
        switch self {
        case .unknownPath(let path):
            Reason(CommonReason.pathUnknown, "The vendor has no operation at \(path).")
        case .wrongMethod(let allowed):
            Reason(CommonReason.methodNotAllowed, "This path answers \(Self.list(allowed)) only.")
        case .bodyTooLarge(let limit):
            Reason(CommonReason.bodyTooLarge, "The body is larger than \(limit) bytes.")
        case .noRoom(let limit):
            Reason(
                CommonReason.bodyNoRoom,
                "All bodies that are under way may take \(limit) bytes together (--body-bytes), and there is no room left."
            )
        case .unknownCoding(let problem): Reason(CommonReason.bodyUnknownCoding, problem.detail)
        case .invalid(let reason), .forbidden(let reason), .conflict(let reason), .notWritten(let reason): reason
        }
    }

    /// The sentence for the vendor's envelope.
    public var message: String {
        switch self {
        case .unknownPath: "Not found"
        case .wrongMethod: "Method not allowed"
        case .bodyTooLarge(let limit): "Request body is larger than \(limit) bytes"
        case .noRoom: "Too many bodies are under way; try again"
        case .unknownCoding: "Unsupported content coding; supported: \(ContentCoding.accepted)"
        case .invalid(let reason), .forbidden(let reason), .conflict(let reason), .notWritten(let reason): reason.detail
        }
    }

    /// What the status wants beside it: `Allow`, `Retry-After`, `Accept-Encoding`.
    public var headers: HTTPFields {
        switch self {
        case .wrongMethod(let allowed): [.allow: Self.list(allowed)]
        case .noRoom: [.retryAfter: "1"]
        case .unknownCoding: [.acceptEncoding: ContentCoding.accepted]
        case .unknownPath, .bodyTooLarge, .invalid, .forbidden, .conflict, .notWritten: [:]
        }
    }

    /// A query or a form has more fields than are read.
    static func tooManyFields(of part: String) -> RoutingRefusal {
        .invalid(
            Reason(
                CommonReason.fieldsTooMany,
                "The \(part) has more than \(NamedValues.most) fields, and Drydock reads no more of one request."))
    }

    private static func list(_ methods: [HTTPRequest.Method]) -> String {
        methods.map(\.rawValue).sorted().joined(separator: ", ")
    }
}
