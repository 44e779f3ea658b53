package import HTTPTypes
package import Kernel

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
