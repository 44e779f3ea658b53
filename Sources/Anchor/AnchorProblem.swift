package import HTTPTypes
import HostedPages
package import Kernel
import KernelHTTP

/// A refusal in Anchor's words: what the client sees, and beside it the exact reason for whoever has to mend the client.
package struct AnchorProblem: Error, Sendable {
    /// The bodies that Anchor's errors have (anchor.md 1.1).
    package enum Envelope: Sendable, Equatable {
        /// `{error: {code, message}}`
        case standard
        /// `{error: {error: {code, message}}}`, as published for recordings' pause and resume
        case nested
    }

    /// The status.
    package let status: HTTPResponse.Status
    /// The text that the vendor's client sees.
    package let message: String
    /// Why, exactly.
    package let reason: Reason
    /// Which body it has.
    package var envelope = Envelope.standard
    /// Headers that belong to it.
    package var headers: HTTPFields = [:]

    /// A refusal with its status, the client's text and the reason.
    package init(_ status: HTTPResponse.Status, _ message: String, _ reason: Reason) {
        self.status = status
        self.message = message
        self.reason = reason
    }

    /// The same refusal in another body.
    package func enveloped(_ envelope: Envelope) -> AnchorProblem {
        var problem = self
        problem.envelope = envelope
        return problem
    }
}

extension AnchorProblem: JSONWritable {
    /// The body.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            switch envelope {
            case .standard: json.member("error", object: details)
            case .nested: json.member("error", object: { $0.member("error", object: details) })
            }
        }
    }

    private func details(_ json: inout JSONWriter) {
        json.member("code", status.code)
        json.member("message", message)
    }
}

/// Every refusal of Anchor's, in one place. Texts in code voice are published (anchor.md 1.1); the others are ours.
extension AnchorProblem {
    // MARK: Keys, credits, rates

    static func invalidKey(_ reason: Reason) -> AnchorProblem {
        AnchorProblem(.unauthorized, "Invalid API Key", reason)
    }

    /// anchor.md 4: 402, no credits left.
    static func outOfCredits(_ detail: String) -> AnchorProblem {
        AnchorProblem(
            .standard(402), "No credits left",
            Reason("credits.none", detail))
    }

    /// `Session creation rate limit exceeded.` with the headers of anchor.md 1.3.
    static func sessionRateLimit(_ limit: RateLimit, detail: String) -> AnchorProblem {
        var problem = AnchorProblem(
            .tooManyRequests, "Session creation rate limit exceeded.", Reason("rate.sessions", detail))
        problem.headers = limit.headers
        return problem
    }

    // MARK: Requests

    static func malformedJSON(_ complaint: JSONComplaint) -> AnchorProblem {
        AnchorProblem(
            .badRequest, "Request body is not valid JSON: \(complaint)", Reason("body.notJSON", complaint.description))
    }

    static func invalidField(_ complaint: FieldComplaint) -> AnchorProblem {
        AnchorProblem(.badRequest, complaint.description, Reason("body.invalid", complaint.description))
    }

    static func invalid(_ message: String, _ code: String, _ detail: String = "") -> AnchorProblem {
        AnchorProblem(.badRequest, message, Reason(code, detail.isEmpty ? message : detail))
    }

    /// `CAPTCHA solver requires proxy to be active.` (anchor.md 1.1)
    static var captchaNeedsProxy: AnchorProblem {
        invalid("CAPTCHA solver requires proxy to be active.", "session.captchaNeedsProxy")
    }

    // MARK: Objects

    static func notFound(_ kind: String, _ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "\(kind) not found",
            Reason("\(kind.split(separator: " ").joined().lowercased()).unknown", "No \(kind.lowercased()) has \(id)."))
    }

    /// What is there and cannot be found looks like what is not there.
    static func notFound(_ kind: String, because reason: Reason) -> AnchorProblem {
        AnchorProblem(.notFound, "\(kind) not found", reason)
    }

    /// Where the vendor documents no 404, an unknown object is a bad request (ours; Choices.md).
    static func unknown(_ kind: String, _ id: String) -> AnchorProblem {
        unknown(kind, because: notFound(kind, id).reason)
    }

    static func unknown(_ kind: String, because reason: Reason) -> AnchorProblem {
        AnchorProblem(.badRequest, "\(kind) not found", reason)
    }

    /// The vendor's newest description has no such path (anchor.md 9, row 8).
    static var credentialsHidden: AnchorProblem {
        AnchorProblem(
            .notFound, "Not found",
            Reason(
                "identity.credentialsHidden", "The policy identityCredentials hides this path, as the vendor now does.")
        )
    }

    /// anchor.md 3: 412 of reauthenticate.
    static func noCredentials(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .preconditionFailed, "Identity has no stored credentials",
            Reason("identity.noCredentials", "Identity \(id) was made without credentials. PUT some first."))
    }

    /// anchor.md 3: 422 of reauthenticate.
    static func signInFailed(_ identity: Identity) -> AnchorProblem {
        let user = identity.credentials.lazy.compactMap(\.username).compactMap(MagicUser.init(rawValue:)).first
        return AnchorProblem(
            .unprocessableContent, "Sign-in failed",
            Reason("identity.signInFailed", user?.failure ?? "The policy identityValidation.outcome is failed."))
    }

    static func conflict(_ message: String, _ code: String, _ detail: String) -> AnchorProblem {
        AnchorProblem(.conflict, message, Reason(code, detail))
    }

    /// A world holds so many objects and no more (ours; Worlds.md).
    static func worldIsFull(_ limit: Int) -> AnchorProblem {
        AnchorProblem(
            .standard(507), "This world is full",
            Reason("world.full", "A world holds at most \(limit) objects. POST /_drydock/reset empties it."))
    }

    // MARK: Bugs

    static func internalError(_ detail: String) -> AnchorProblem {
        AnchorProblem(.internalServerError, "Internal server error", Reason("drydock.bug", detail))
    }
}

/// The errors that a rule can name.
extension AnchorProblem {
    static let named: [String: AnchorProblem] = [
        "badRequest": AnchorProblem(.badRequest, "Bad request", ordered),
        "captchaNeedsProxy": captchaNeedsProxy,
        "conflict": AnchorProblem(.conflict, "Conflict", ordered),
        "forbidden": AnchorProblem(.forbidden, "Forbidden", ordered),
        "internalError": AnchorProblem(.internalServerError, "Internal server error", ordered),
        "invalidAPIKey": invalidKey(ordered),
        "noCredentials": AnchorProblem(
            .preconditionFailed, "Identity has no stored credentials", ordered),
        "notFound": AnchorProblem(.notFound, "Not found", ordered),
        "outOfCredits": outOfCredits(ordered.detail),
        "profileExists": AnchorProblem(.conflict, "Profile already exists", ordered),
        "serviceUnavailable": AnchorProblem(.serviceUnavailable, "Service unavailable", ordered),
        "sessionRateLimit": sessionRateLimit(.example, detail: ordered.detail),
        "signInFailed": AnchorProblem(.unprocessableContent, "Sign-in failed", ordered),
    ]

    private static let ordered = Reason("rule.problem", "A rule of the scenario ordered this answer.")
}
