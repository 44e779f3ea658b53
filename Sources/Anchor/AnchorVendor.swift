import EmbeddedDocuments
import HTTPTypes
package import Kernel
package import KernelHTTP

/// Anchor Browser as the composition root sees it.
package struct AnchorVendor: Vendor {
    /// `anchor`
    package let name = "anchor"
    /// Every operation of `AnchorEndpoints`.
    package let routes: [Route<AnchorStore>]
    /// The operations that DevTools clients reach, whose refusals are plain text.
    private let attachments: Set<String>

    /// The vendor with all its routes.
    package init() {
        routes = AnchorEndpoints.routes
        attachments = Set(routes.map(\.endpoint).filter(\.isWebSocket).map(\.name))
    }

    /// Anchor's envelope for whatever was thrown. What is not a refusal of ours is a bug: 500, with the error in the journal.
    package func reply(for error: any Error) -> Reply {
        problem(of: error).reply
    }

    /// The same, in the body that the vendor publishes for the operation (anchor.md 1.1); as text for DevTools clients.
    package func reply(for error: any Error, on operation: String) -> Reply {
        let problem = problem(of: error)
        if attachments.contains(operation) { return problem.textReply }
        return problem.enveloped(.published(for: operation, problem)).reply
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
    package var reasons: [ExplainedReason] {
        ExplainedReason.all(of: AnchorReason.self) + ExplainedReason.all(of: UploadReason.self)
            + ExplainedReason.all(of: VolumeReason.self)
            + ExplainedReason.all(of: TaskReason.self)
            + ExplainedReason.all(of: AgentReason.self)
            + ExplainedReason.all(of: EventReason.self)
            + ExplainedReason.all(of: BatchReason.self)
            + ExplainedReason.all(of: SessionTokenReason.self)
            + ExplainedReason.all(of: WebhookReason.self)
            + ExplainedReason.all(of: ToolReason.self)
            + ExplainedReason.all(of: SignInFlowReason.self)
    }

    /// Takes a client in, which keeps its session from being idle.
    package func attach(_ attachment: Attachment, in store: AnchorStore, at now: Moment) throws {
        guard attachment.begin() else { throw AnchorProblem.tooManyClients }
        store.update { $0.attach(to: attachment.subject, at: now) }
    }

    /// Lets a client go. With the last one the session's idle time begins.
    package func detach(_ attachment: Attachment, from store: AnchorStore, at now: Moment) {
        store.update { $0.detach(from: attachment.subject, at: now) }
    }

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
    package static var yaml: String { embeddedAnchorDescription().text }
}

/// Every operation of Anchor Browser, each once.
enum AnchorEndpoints {
    /// What rules and scripts call them.
    static var names: [String] { routes.map(\.endpoint.name) }

    static let routes: [Route<AnchorStore>] =
        ApplicationController.routes
        + AuthFlowController.routes
        + IdentityTokenController.routes
        + ConnectPageController.routes
        + IdentityController.routes
        + SessionController.routes
        + SessionPageController.routes
        + PageActionController.routes
        + SessionFileController.routes
        + RecordingController.routes
        + SessionTagController.routes
        + LiveViewController.routes
        + SessionAttachmentController.routes
        + BrowserDescriptionController.routes
        + ProfileController.routes
        + ExtensionController.routes
        + CertificateController.routes
        + IntegrationController.routes
        + ProjectController.routes
        + VolumeController.routes
        + VolumeFileController.routes
        + SignedURLController.routes
        + TaskController.routes
        + LegacyTaskController.routes
        + LegacyTaskRunController.routes
        + LegacyTaskVersionController.routes
        + WebTaskController.routes
        + AgentController.routes
        + AgentFileController.routes
        + InterventionController.routes
        + InterventionPageController.routes
        + ArtifactController.routes
        + EventController.routes
        + SessionRequestController.routes
        + BatchController.routes
        + SessionTokenController.routes
        + SharedRecordingController.routes
        + OlderSessionController.routes
        + WebhookController.routes
        + PageToolController.routes
        + DynamicSignInController.routes
        + CannedController.routes
}
