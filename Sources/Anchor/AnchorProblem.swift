package import HTTPTypes
import HostedPages
package import Kernel
package import KernelHTTP

/// A refusal in Anchor's words.
package typealias AnchorProblem = Problem<AnchorEnvelope>

/// The bodies that Anchor's errors have (anchor.md 1.1).
package enum AnchorEnvelope: ProblemEnvelope {
    /// `{error: {code, message}}`
    case standard
    /// `{error: {error: {code, message}}}`, as published for recordings' pause and resume, and for some errors of sessions' pages
    case nested
    /// `{error}` with the message alone, as published for a session's screenshot
    case text
    /// What the description of a canned operation says.
    case described(JSONValue)

    /// Writes the body.
    package func write(status: HTTPResponse.Status, message: String, to json: inout JSONWriter) {
        func details(_ json: inout JSONWriter) {
            json.member("code", status.code)
            json.member("message", message)
        }
        switch self {
        case .standard: json.object { $0.member("error", object: details) }
        case .nested: json.object { $0.member("error", object: { $0.member("error", object: details) }) }
        case .text: json.object { $0.member("error", message) }
        case .described(let body): body.write(to: &json)
        }
    }
}

/// Refusals that several subjects give or that a rule can name; what only one gives lies with that one. Texts in code voice
/// are published (anchor.md 1.1); the others are ours.
extension AnchorProblem {
    static func invalidKey(_ reason: Reason) -> AnchorProblem {
        AnchorProblem(.unauthorized, "Invalid API Key", reason)
    }

    /// No credits left: 402 (anchor.md 4).
    static func outOfCredits(_ detail: String) -> AnchorProblem {
        AnchorProblem(.standard(402), "No credits left", Reason(AnchorReason.creditsNone, detail))
    }

    /// `Session creation rate limit exceeded.` with the headers of anchor.md 1.3.
    static func sessionRateLimit(_ limit: RateLimit, detail: String) -> AnchorProblem {
        var problem = AnchorProblem(
            .tooManyRequests, "Session creation rate limit exceeded.", Reason(AnchorReason.rateSessions, detail))
        problem.headers = limit.headers
        return problem
    }

    /// `CAPTCHA solver requires proxy to be active.` (anchor.md 1.1)
    static var captchaNeedsProxy: AnchorProblem {
        invalid("CAPTCHA solver requires proxy to be active.", AnchorReason.sessionCaptchaNeedsProxy)
    }

    // MARK: - Objects

    static func notFound(_ object: AnchorObject, _ id: String) -> AnchorProblem {
        notFound(object, because: object.unknown(id))
    }

    /// What is there and cannot be found looks like what is not there.
    static func notFound(_ object: AnchorObject, because reason: Reason) -> AnchorProblem {
        AnchorProblem(.notFound, "\(object.rawValue) not found", reason)
    }

    /// Where the vendor documents no 404, an unknown object is a bad request (ours; Choices.md).
    static func unknown(_ object: AnchorObject, _ id: String) -> AnchorProblem {
        unknown(object, because: object.unknown(id))
    }

    static func unknown(_ object: AnchorObject, because reason: Reason) -> AnchorProblem {
        AnchorProblem(.badRequest, "\(object.rawValue) not found", reason)
    }

    /// The 412 of reauthenticate (anchor.md 3).
    static func noCredentials(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .preconditionFailed, "Identity has no stored credentials",
            Reason(AnchorReason.identityNoCredentials, "Identity \(id) was made without credentials. PUT some first."))
    }

    /// The 422 of reauthenticate (anchor.md 3).
    static func signInFailed(_ identity: Identity) -> AnchorProblem {
        let user = identity.credentials.lazy.compactMap(\.username).compactMap(MagicUser.init(rawValue:)).first
        return AnchorProblem(
            .unprocessableContent, "Sign-in failed",
            Reason(
                AnchorReason.identitySignInFailed, user?.failure ?? "The policy identityValidation.outcome is failed."))
    }
}

/// What a request can name that may not be there, in the words of Anchor's messages.
enum AnchorObject: String {
    case application = "Application"
    case authFlow = "Auth flow"
    case batch = "Batch"
    case certificate = "Certificate"
    case `extension` = "Extension"
    case identity = "Identity"
    case integration = "Integration"
    case profile = "Profile"
    case project = "Project"
    case session = "Session"
    case task = "Task"
    case sessionRequest = "Session request"
    case volume = "Volume"
    case webhook = "Webhook"

    /// The reason that nothing has this id.
    func unknown(_ id: String) -> Reason {
        let detail = "No \(rawValue.lowercased()) has \(id)."
        return switch self {
        case .application: Reason(AnchorReason.applicationUnknown, detail)
        case .authFlow: Reason(AnchorReason.authFlowUnknown, detail)
        case .batch: Reason(BatchReason.batchUnknown, detail)
        case .certificate: Reason(UploadReason.certificateUnknown, detail)
        case .extension: Reason(UploadReason.extensionUnknown, detail)
        case .identity: Reason(AnchorReason.identityUnknown, detail)
        case .integration: Reason(UploadReason.integrationUnknown, detail)
        case .profile: Reason(CommonReason.profileUnknown, detail)
        case .project: Reason(AnchorReason.projectUnknown, detail)
        case .session: Reason(CommonReason.sessionUnknown, detail)
        case .task: Reason(TaskReason.taskUnknown, detail)
        case .sessionRequest: Reason(BatchReason.requestUnknown, detail)
        case .volume: Reason(VolumeReason.volumeUnknown, detail)
        case .webhook: Reason(WebhookReason.webhookUnknown, detail)
        }
    }
}

// MARK: - What a rule can name

extension AnchorVendor {
    static let namedProblems: [String: AnchorProblem] = [
        "badRequest": AnchorProblem(.badRequest, "Bad request", .ordered),
        "captchaNeedsProxy": .captchaNeedsProxy,
        "conflict": AnchorProblem(.conflict, "Conflict", .ordered),
        "forbidden": AnchorProblem(.forbidden, "Forbidden", .ordered),
        "internalError": AnchorProblem(.internalServerError, "Internal server error", .ordered),
        "invalidAPIKey": .invalidKey(.ordered),
        "noCredentials": AnchorProblem(.preconditionFailed, "Identity has no stored credentials", .ordered),
        "notFound": AnchorProblem(.notFound, "Not found", .ordered),
        "outOfCredits": .outOfCredits(Reason.ordered.detail),
        "profileExists": AnchorProblem(.conflict, "Profile already exists", .ordered),
        "serviceUnavailable": AnchorProblem(.serviceUnavailable, "Service unavailable", .ordered),
        "sessionRateLimit": .sessionRateLimit(.example, detail: Reason.ordered.detail),
        "signInFailed": AnchorProblem(.unprocessableContent, "Sign-in failed", .ordered),
    ]
}
