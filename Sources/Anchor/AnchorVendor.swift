import HTTPTypes
package import Kernel
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
        problem(of: error).reply
    }

    /// The same, with the error nested once more where the vendor nests it (anchor.md 1.1).
    package func reply(for error: any Error, on operation: String) -> Reply {
        let problem = problem(of: error)
        return (RecordingController.nestsErrors(of: operation) ? problem.enveloped(.nested) : problem).reply
    }

    private func problem(of error: any Error) -> AnchorProblem {
        switch error {
        case let problem as AnchorProblem: problem
        case let complaint as FieldComplaint: .invalidField(complaint)
        case let complaint as JSONComplaint: .malformedJSON(complaint)
        default: .internalError(String(describing: error))
        }
    }

    /// The error that a rule names.
    package func problem(named name: String) -> (any Error)? { Self.namedProblems[name] }

    /// The errors that a rule can name.
    package var problemNames: [String] { Self.namedProblems.keys.sorted() }

    /// The reasons that only Anchor's part gives.
    package var reasons: [ExplainedReason] { ExplainedReason.all(of: AnchorReason.self) }

    /// A store that goes on from the same state.
    package func copy(of store: AnchorStore) -> AnchorStore { store.copy }

    /// Anchor's envelope for a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        var reply = reply(for: AnchorProblem(refusal.status, refusal.message, refusal.reason))
        reply.headers.append(contentsOf: refusal.headers)
        return reply
    }
}

/// Our own OpenAPI description of the operations that are simulated, carried inside the binary.
package enum AnchorDescription {
    /// The document as YAML.
    package static var yaml: String { String(decoding: PackageResources.anchor_yaml, as: UTF8.self) }
}

/// Every operation of Anchor Browser, each once.
enum AnchorEndpoints {
    static let routes: [Route<AnchorStore>] =
        ApplicationController.routes
        + AuthFlowController.routes
        + IdentityTokenController.routes
        + ConnectPageController.routes
        + IdentityController.routes
        + SessionController.routes
        + RecordingController.routes
        + SessionTagController.routes
        + LiveViewController.routes
        + ProfileController.routes
        + ProjectController.routes
        + notImplemented
}
