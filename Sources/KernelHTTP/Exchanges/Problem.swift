public import HTTPTypes
public import Kernel

/// A refusal in a vendor's words: what the client sees, and beside it the exact reason for whoever has to mend the client.
public struct Problem<Envelope: ProblemEnvelope>: Error, Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The text that the vendor's client sees.
    public let message: String
    /// Why, exactly.
    public let reason: Reason
    /// Which body it has.
    public var envelope: Envelope
    /// Headers that belong to it.
    public var headers: HTTPFields = [:]

    /// A refusal with its status, the client's text and the reason.
    public init(
        _ status: HTTPResponse.Status, _ message: String, _ reason: Reason, envelope: Envelope = .standard
    ) {
        self.status = status
        self.message = message
        self.reason = reason
        self.envelope = envelope
    }

    /// The same refusal in another body.
    public func enveloped(_ envelope: Envelope) -> Problem {
        var problem = self
        problem.envelope = envelope
        return problem
    }

    /// The answer to a client.
    public var reply: Reply {
        var reply = Reply.json(status, self, reason: reason)
        reply.headers.append(contentsOf: headers)
        return reply
    }
}

/// The bodies that a vendor's errors have.
public protocol ProblemEnvelope: Sendable, Equatable {
    /// The usual one.
    static var standard: Self { get }
    /// Writes the body of a refusal.
    func write(status: HTTPResponse.Status, message: String, to json: inout JSONWriter)
}

extension Problem: JSONWritable {
    /// The body.
    public func write(to json: inout JSONWriter) {
        envelope.write(status: status, message: message, to: &json)
    }
}

// MARK: - What every vendor refuses

extension Problem {
    /// A body that is not JSON.
    public static func malformedJSON(_ complaint: JSONComplaint) -> Problem {
        Problem(
            .badRequest, "Request body is not valid JSON: \(complaint)",
            Reason(CommonReason.bodyNotJSON, complaint.description))
    }

    /// A field of a body that is missing or wrong.
    public static func invalidField(_ complaint: FieldComplaint) -> Problem {
        Problem(.badRequest, complaint.description, Reason(CommonReason.bodyInvalid, complaint.description))
    }

    /// 400 with a text; the detail is the text itself if there is no other.
    public static func invalid(_ message: String, _ code: some ReasonCode, _ detail: String = "") -> Problem {
        Problem(.badRequest, message, Reason(code, detail.isEmpty ? message : detail))
    }

    /// 400 with a text, for a reason that was given elsewhere.
    public static func invalid(_ message: String, because reason: Reason) -> Problem {
        Problem(.badRequest, message, reason)
    }

    /// 409 with a text.
    public static func conflict(_ message: String, _ code: some ReasonCode, _ detail: String) -> Problem {
        Problem(.conflict, message, Reason(code, detail))
    }

    /// A world holds this many objects and no more (ours; Worlds.md).
    public static func worldIsFull(_ limit: Int) -> Problem {
        Problem(
            .standard(507), "This world is full",
            Reason(
                CommonReason.worldFull, "A world holds at most \(limit) objects. POST /_drydock/reset empties it."))
    }

    /// A bug of ours.
    public static func internalError(_ detail: String) -> Problem {
        Problem(.internalServerError, "Internal server error", Reason(CommonReason.drydockBug, detail))
    }
}

extension Reason {
    /// The reason of every problem that a rule names.
    public static let ordered = Reason(CommonReason.ruleProblem, "A rule of the scenario ordered this answer.")
}
