import HTTPTypes
import Kernel
package import KernelHTTP

/// Anchor Browser as the composition root sees it.
package struct AnchorVendor: Vendor {
    /// `anchor`
    package let name = "anchor"
    /// Every operation of `AnchorEndpoints`.
    package let routes: [Route<AnchorStore>]

    /// The vendor with all its routes.
    package init() {
        routes = AnchorEndpoints.routes
    }

    /// Anchor's envelope for whatever was thrown. What is not a refusal of ours is a bug: 500, with the error in the journal.
    package func reply(for error: any Error) -> Reply {
        let problem =
            switch error {
            case let problem as AnchorProblem: problem
            case let complaint as FieldComplaint: AnchorProblem.invalidField(complaint)
            case let complaint as JSONComplaint: AnchorProblem.malformedJSON(complaint)
            default: AnchorProblem.internalError(String(describing: error))
            }
        var reply = Reply.json(problem.status, problem, reason: problem.reason)
        reply.headers.append(contentsOf: problem.headers)
        return reply
    }

    /// The error that a rule names.
    package func problem(named name: String) -> (any Error)? { AnchorProblem.named[name] }

    /// The errors that a rule can name.
    package var problemNames: [String] { AnchorProblem.named.keys.sorted() }

    /// Anchor's envelope for a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        var reply = reply(for: AnchorProblem(refusal.status, refusal.message, refusal.reason))
        reply.headers.append(contentsOf: refusal.headers)
        return reply
    }
}
