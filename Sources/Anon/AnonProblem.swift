package import HTTPTypes
package import Kernel
package import KernelHTTP

/// A refusal in Anon's words.
package typealias AnonProblem = Problem<AnonEnvelope>

/// The bodies that Anon's errors have (anon.md 2.9).
package enum AnonEnvelope: ProblemEnvelope {
    /// `{"error": …}`, the services' own
    case service
    /// `{"message": …}`, the gateway's
    case gateway

    /// The services' own.
    package static let standard = AnonEnvelope.service

    /// Writes the body.
    package func write(status: HTTPResponse.Status, message: String, to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .service: json.member("error", message)
            case .gateway: json.member("message", message)
            }
        }
    }
}

/// The refusals that several subjects share; one subject's own lie with it. Texts in code voice are published (anon.md 2.9, 3.1, 7, 8); the others are ours.
extension AnonProblem {
    // MARK: Who calls

    /// `Unauthorized` (anon.md 9, row 1); the body is a policy.
    static func unauthorized(_ reason: Reason, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(
            .unauthorized, "Unauthorized", reason,
            envelope: policies.errors.unauthorized == .gateway ? .gateway : .service)
    }

    /// `Upstream error` (anon.md 9, row 2).
    static func upstream(_ reason: Reason, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(.standard(policies.errors.upstream), "Upstream error", reason)
    }

    /// `Forbidden: Access to the requested resource is denied.` (anon.md 3.1)
    static func forbidden(_ reason: Reason) -> AnonProblem {
        AnonProblem(.forbidden, "Forbidden: Access to the requested resource is denied.", reason)
    }

    // MARK: Requests

    /// The vendor's own guide has a command with a comma too many (anon.md 2.9); whoever pasted it gets a hint.
    static func malformedJSON(_ complaint: JSONComplaint, body: some Collection<UInt8>) -> AnonProblem {
        let isTrailingComma = TrailingComma.isAlone(in: body)
        let reason =
            isTrailingComma
            ? Reason(
                AnonReason.bodyTrailingComma,
                "\(complaint). A comma stands before a closing brace or bracket, as in the create-pool command of the "
                    + "vendor's guide. Remove it.")
            : Reason(CommonReason.bodyNotJSON, complaint.description)
        return AnonProblem(.badRequest, "Request body is not valid JSON: \(complaint)", reason)
    }

    /// A query parameter that is missing or empty.
    static func missingQuery(_ name: String) -> AnonProblem {
        invalid("\(name) is required", AnonReason.queryMissing, "The query parameter \(name) is missing or empty.")
    }

    /// The gateway's own, for a request that reaches no operation: Anon stood behind Kong, whose words these are (anon.md 1;
    /// which of them Anon kept is not known).
    init(_ refusal: RoutingRefusal) {
        if case .unknownPath = refusal {
            self.init(.notFound, "no Route matched with those values", refusal.reason, envelope: .gateway)
        } else {
            self.init(refusal.status, refusal.message, refusal.reason, envelope: .gateway)
        }
        headers = refusal.headers
    }

    // MARK: Objects

    /// What a path or query names is not there.
    static func notFound(_ object: AnonObject, _ id: String) -> AnonProblem {
        AnonProblem(.notFound, "\(object.rawValue) not found", object.unknown(id))
    }

    /// What a body names is not there (ours).
    static func unknown(_ object: AnonObject, _ id: String) -> AnonProblem {
        AnonProblem(.badRequest, "\(object.rawValue) not found", object.unknown(id))
    }

    /// `Session not found` (anon.md 3.1)
    static func sessionNotFound(_ reason: Reason) -> AnonProblem {
        AnonProblem(.notFound, "Session not found", reason)
    }

    // MARK: Key sets and look-ups

    /// The text of the service that downloads the key set (anon.md 7); the status is ours (Choices.md).
    static func keySet(_ text: String, _ reason: Reason) -> AnonProblem {
        AnonProblem(.internalServerError, text, reason)
    }
}

/// What a request can name and a world may lack, in the words of Anon's messages.
enum AnonObject: String {
    case app = "App"
    case conversation = "Conversation"
    case member = "Member"
    case organization = "Organization"
    case profile = "Profile"
    case sdkClient = "SDK client"
    case session = "Session"
    case sessionAccessGrant = "Session access grant"
    case userPool = "User pool"

    /// The reason why nothing has this id.
    func unknown(_ id: String) -> Reason {
        let detail = "No \(rawValue.lowercased()) has \(id)."
        return switch self {
        case .app: Reason(AnonReason.appUnknown, detail)
        case .conversation: Reason(AnonReason.conversationUnknown, detail)
        case .member: Reason(AnonReason.memberUnknown, detail)
        case .organization: Reason(AnonReason.organizationUnknown, detail)
        case .profile: Reason(CommonReason.profileUnknown, detail)
        case .sdkClient: Reason(AnonReason.sdkClientUnknown, detail)
        case .session: Reason(CommonReason.sessionUnknown, detail)
        case .sessionAccessGrant: Reason(AnonReason.sessionAccessGrantUnknown, detail)
        case .userPool: Reason(AnonReason.userPoolUnknown, detail)
        }
    }
}

// MARK: - What a rule can name

/// The errors that a rule can name.
extension AnonVendor {
    static let namedProblems: [String: AnonProblem] = [
        "badRequest": AnonProblem(.badRequest, "Bad request", .ordered),
        "forbidden": .forbidden(.ordered),
        "internalError": AnonProblem(.internalServerError, "Internal server error", .ordered),
        "jwksNotJSON": .keySet("error decoding response body: expected value at line 1 column 1", .ordered),
        "notFound": AnonProblem(.notFound, "Not found", .ordered),
        "serviceUnavailable": AnonProblem(.serviceUnavailable, "Service unavailable", .ordered),
        "sessionNotFound": .sessionNotFound(.ordered),
        "translationCrashed": AnonProblem(
            HTTPResponse.Status(code: 500, reasonPhrase: "Internal Server"),
            "Error translating external user id: 500 - Internal Server", .ordered),
        "translationNotFound": AnonProblem(
            .notFound, "Error translating external user id: 404 - Not Found", .ordered),
        "unauthorized": .unauthorized(.ordered, AnonPolicies()),
        "upstreamError": .upstream(.ordered, AnonPolicies()),
    ]
}

/// Tells whether a text would be JSON without its commas before closing braces and brackets.
private enum TrailingComma {
    static func isAlone(in body: some Collection<UInt8>) -> Bool {
        let mended = mend(body)
        guard mended.count < body.count else { return false }
        return (try? JSONParser.parse(mended)) != nil
    }

    /// The text without those commas. A comma waits until what follows it is known.
    static func mend(_ body: some Collection<UInt8>) -> [UInt8] {
        var mended: [UInt8] = []
        mended.reserveCapacity(body.count)
        var comma: Int?
        var isQuoted = false
        var isEscaped = false
        for byte in body {
            if isQuoted {
                isQuoted = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
                case UInt8(ascii: ","): comma = mended.count
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if let position = comma { mended.remove(at: position) }
                    comma = nil
                default:
                    comma = nil
                    isQuoted = byte == UInt8(ascii: "\"")
                }
            }
            mended.append(byte)
        }
        return mended
    }
}
