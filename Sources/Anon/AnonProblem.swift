package import HTTPTypes
package import Kernel
import KernelHTTP

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

/// Every refusal of Anon's, in one place. Texts in code voice are published (anon.md 2.9, 3.1, 7, 8); the others are ours.
extension AnonProblem {
    // MARK: Who calls

    /// `Unauthorized` (anon.md 9, row 1); the body is a policy.
    static func unauthorized(_ reason: Reason, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(
            .unauthorized, "Unauthorized", reason,
            envelope: policies.unauthorizedBody == .gateway ? .gateway : .service)
    }

    /// `Upstream error` (anon.md 9, row 2).
    static func upstream(_ reason: Reason, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(.standard(policies.upstreamStatus), "Upstream error", reason)
    }

    /// `Forbidden: Access to the requested resource is denied.` (anon.md 3.1)
    static func forbidden(_ reason: Reason) -> AnonProblem {
        AnonProblem(.forbidden, "Forbidden: Access to the requested resource is denied.", reason)
    }

    // MARK: Requests

    /// The vendor's own guide has a command with a comma too many (anon.md 2.9); whoever pasted it is told.
    static func malformedJSON(_ complaint: JSONComplaint, body: some Collection<UInt8>) -> AnonProblem {
        let isTrailingComma = TrailingComma.isAlone(in: body)
        let reason =
            isTrailingComma
            ? Reason(
                "body.trailingComma",
                "\(complaint). A comma stands before a closing brace or bracket, as in the create-pool command of the "
                    + "vendor's guide. Remove it.")
            : Reason("body.notJSON", complaint.description)
        return AnonProblem(.badRequest, "Request body is not valid JSON: \(complaint)", reason)
    }

    static func invalidField(_ complaint: FieldComplaint) -> AnonProblem {
        AnonProblem(.badRequest, complaint.description, Reason("body.invalid", complaint.description))
    }

    static func invalid(_ message: String, _ code: String, _ detail: String = "") -> AnonProblem {
        AnonProblem(.badRequest, message, Reason(code, detail.isEmpty ? message : detail))
    }

    static func missingQuery(_ name: String) -> AnonProblem {
        invalid("\(name) is required", "query.missing", "The query parameter \(name) is missing or empty.")
    }

    // MARK: Objects

    static func notFound(_ kind: String, _ id: String) -> AnonProblem {
        AnonProblem(
            .notFound, "\(kind) not found",
            Reason("\(kind.split(separator: " ").joined().lowercased()).unknown", "No \(kind.lowercased()) has \(id)."))
    }

    /// Where a body names an object that is not there (ours).
    static func unknown(_ kind: String, _ id: String) -> AnonProblem {
        let problem = notFound(kind, id)
        return AnonProblem(.badRequest, problem.message, problem.reason)
    }

    static func conflict(_ message: String, _ code: String, _ detail: String) -> AnonProblem {
        AnonProblem(.conflict, message, Reason(code, detail))
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

    /// A world holds so many objects and no more (ours; Worlds.md).
    static func worldIsFull(_ limit: Int) -> AnonProblem {
        AnonProblem(
            .standard(507), "This world is full",
            Reason("world.full", "A world holds at most \(limit) objects. POST /_drydock/reset empties it."))
    }

    // MARK: Bugs

    static func internalError(_ detail: String) -> AnonProblem {
        AnonProblem(.internalServerError, "Internal server error", Reason("drydock.bug", detail))
    }
}

/// The errors that a rule can name.
extension AnonProblem {
    static let named: [String: AnonProblem] = [
        "badRequest": AnonProblem(.badRequest, "Bad request", ordered),
        "forbidden": forbidden(ordered),
        "internalError": AnonProblem(.internalServerError, "Internal server error", ordered),
        "jwksNotJSON": keySet("error decoding response body: expected value at line 1 column 1", ordered),
        "notFound": AnonProblem(.notFound, "Not found", ordered),
        "serviceUnavailable": AnonProblem(.serviceUnavailable, "Service unavailable", ordered),
        "sessionNotFound": sessionNotFound(ordered),
        "translationCrashed": AnonProblem(
            HTTPResponse.Status(code: 500, reasonPhrase: "Internal Server"),
            "Error translating external user id: 500 - Internal Server", ordered),
        "translationNotFound": AnonProblem(
            .notFound, "Error translating external user id: 404 - Not Found", ordered),
        "unauthorized": unauthorized(ordered, AnonPolicies()),
        "upstreamError": upstream(ordered, AnonPolicies()),
    ]

    private static let ordered = Reason("rule.problem", "A rule of the scenario ordered this answer.")
}

/// Tells whether a text would be JSON but for commas before closing braces and brackets.
enum TrailingComma {
    static func isAlone(in body: some Collection<UInt8>) -> Bool {
        let mended = mend(body)
        guard mended.count < body.count else { return false }
        return (try? JSONParser.parse(mended)) != nil
    }

    /// The text without those commas. A comma waits until what follows it is known.
    private static func mend(_ body: some Collection<UInt8>) -> [UInt8] {
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
