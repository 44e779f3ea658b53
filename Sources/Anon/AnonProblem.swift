package import HTTPTypes
package import Kernel

/// A refusal in Anon's words: what the client sees, and beside it the exact reason for whoever has to mend the client.
package struct AnonProblem: Error, Sendable {
    /// The bodies that Anon's errors have (anon.md 2.9).
    package enum Envelope: Sendable, Equatable {
        /// `{"error": …}`, the services' own
        case service
        /// `{"message": …}`, the gateway's
        case gateway
    }

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
        _ status: HTTPResponse.Status, _ message: String, _ reason: Reason, envelope: Envelope = .service
    ) {
        self.status = status
        self.message = message
        self.reason = reason
        self.envelope = envelope
    }
}

extension AnonProblem: JSONWritable {
    /// The body.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            switch envelope {
            case .service: json.member("error", message)
            case .gateway: json.member("message", message)
            }
        }
    }
}
