import HTTPTypes
import Kernel
import KernelHTTP

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

    /// The text of the service that downloads the key set (anon.md 7); the status is ours (product.md 8).
    static func keySet(_ text: String, _ reason: Reason) -> AnonProblem {
        AnonProblem(.internalServerError, text, reason)
    }

    /// A world holds so many objects and no more (ours; product.md 2).
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
