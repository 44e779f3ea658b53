package import HTTPTypes
package import Kernel

/// A refusal in a vendor's words: what the client sees, and beside it the exact reason for whoever has to mend the client.
package struct Problem<Envelope: ProblemEnvelope>: Error, Sendable {
    /// The status.
    package let status: HTTPResponse.Status
    /// The text that the vendor's client sees.
    package let message: String
    /// Why, exactly.
    package let reason: Reason
    /// Which body it has.
    package var envelope: Envelope
    /// Headers that belong to it.
    package var headers: HTTPFields = [:]

    /// A refusal with its status, the client's text and the reason.
    package init(
        _ status: HTTPResponse.Status, _ message: String, _ reason: Reason, envelope: Envelope = .standard
    ) {
        self.status = status
        self.message = message
        self.reason = reason
        self.envelope = envelope
    }

    /// The same refusal in another body.
    package func enveloped(_ envelope: Envelope) -> Problem {
        var problem = self
        problem.envelope = envelope
        return problem
    }

    /// The answer to a client.
    package var reply: Reply {
        var reply = Reply.json(status, self, reason: reason)
        reply.headers.append(contentsOf: headers)
        return reply
    }
}

/// The bodies that a vendor's errors have.
package protocol ProblemEnvelope: Sendable, Equatable {
    /// The usual one.
    static var standard: Self { get }
    /// Writes the body of a refusal.
    func write(status: HTTPResponse.Status, message: String, to json: inout JSONWriter)
}

extension Problem: JSONWritable {
    /// The body.
    package func write(to json: inout JSONWriter) {
        envelope.write(status: status, message: message, to: &json)
    }
}

// MARK: - What every vendor refuses

extension Problem {
    /// A body that is not JSON.
    package static func malformedJSON(_ complaint: JSONComplaint) -> Problem {
        Problem(
            .badRequest, "Request body is not valid JSON: \(complaint)",
            Reason(CommonReason.bodyNotJSON, complaint.description))
    }

    /// A field of a body that is missing or wrong.
    package static func invalidField(_ complaint: FieldComplaint) -> Problem {
        Problem(.badRequest, complaint.description, Reason(CommonReason.bodyInvalid, complaint.description))
    }

    /// 400 with a text; the detail is the text itself if there is no other.
    package static func invalid(_ message: String, _ code: some ReasonCode, _ detail: String = "") -> Problem {
        Problem(.badRequest, message, Reason(code, detail.isEmpty ? message : detail))
    }

    /// 400 with a text, for a reason that was given elsewhere.
    package static func invalid(_ message: String, because reason: Reason) -> Problem {
        Problem(.badRequest, message, reason)
    }

    /// 409 with a text.
    package static func conflict(_ message: String, _ code: some ReasonCode, _ detail: String) -> Problem {
        Problem(.conflict, message, Reason(code, detail))
    }

    /// A world holds this many objects and no more (ours; Worlds.md).
    package static func worldIsFull(_ limit: Int) -> Problem {
        Problem(
            .standard(507), "This world is full",
            Reason(
                CommonReason.worldFull, "A world holds at most \(limit) objects. POST /_drydock/reset empties it."))
    }

    /// A bug of ours.
    package static func internalError(_ detail: String) -> Problem {
        Problem(.internalServerError, "Internal server error", Reason(CommonReason.drydockBug, detail))
    }
}

extension Reason {
    /// The reason of every problem that a rule names.
    package static let ordered = Reason(CommonReason.ruleProblem, "A rule of the scenario ordered this answer.")
}
