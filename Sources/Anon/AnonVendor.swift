import EmbeddedDocuments
import HTTPTypes
package import Kernel
package import KernelHTTP
import NIOCore
import Tokens

/// Anon as the composition root sees it.
package struct AnonVendor: Vendor {
    /// `anon`
    package let name = "anon"
    /// Every operation of `AnonEndpoints`.
    package let routes: [Route<AnonStore>]
    /// The operations that DevTools clients reach, whose refusals are plain text.
    private let attachments: Set<String>

    /// The vendor with all its routes.
    package init() {
        routes = AnonEndpoints.routes
        attachments = Set(routes.map(\.endpoint).filter(\.isWebSocket).map(\.name))
    }

    /// Anon's envelope for whatever was thrown. What is not a refusal of ours is a bug: 500, with the error in the journal.
    package func reply(for error: any Error) -> Reply { problem(of: error).reply }

    /// The same; as text for DevTools clients.
    package func reply(for error: any Error, on operation: String) -> Reply {
        let problem = problem(of: error)
        return attachments.contains(operation) ? problem.textReply : problem.reply
    }

    private func problem(of error: any Error) -> AnonProblem {
        switch error {
        case let problem as AnonProblem: problem
        case let complaint as FieldComplaint: .invalidField(complaint)
        case let complaint as JSONComplaint: .malformedJSON(complaint)
        default: .internalError(String(describing: error))
        }
    }

    /// The error that a rule names.
    package func problem(named name: String) -> (any Error)? { Self.namedProblems[name] }

    /// The errors that a rule can name.
    package var problemNames: [String] { Self.namedProblems.keys.sorted() }

    /// The reasons that only Anon's part gives: its own, and those of tokens and key sets.
    package var reasons: [ExplainedReason] {
        ExplainedReason.all(of: AnonReason.self) + ExplainedReason.all(of: TokenReason.self)
    }

    /// The gateway's envelope for a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        AnonProblem(refusal).reply
    }

    /// Takes a client in.
    package func attach(_ attachment: Attachment, in store: AnonStore, at now: Moment) throws {
        guard attachment.begin() else { throw AnonProblem.tooManyClients }
    }

    /// A store that goes on from the same state.
    package func copy(of store: AnonStore) -> AnonStore { store.copy }

    /// The CORS headers of the world's policy.
    package func finished(_ reply: consuming Reply, of call: AnonCall) -> Reply {
        CrossOriginPolicy(call.store.policies.crossOrigin).addHeaders(reply, of: call.exchange)
    }
}

/// Our own OpenAPI description of the operations, carried inside the binary.
package enum AnonDescription {
    /// The document as YAML.
    package static var yaml: String { embeddedAnonDescription().text }
}

/// Every operation of Anon, each once.
enum AnonEndpoints {
    static let routes: [Route<AnonStore>] =
        called + BrowserAttachmentController.routes + PreflightController(called).routes

    /// What clients call; preflights follow from it.
    private static let called: [Route<AnonStore>] =
        OrganizationController.routes
        + MemberController.routes
        + UserPoolController.routes
        + SdkClientController.routes
        + AppUserIdTokenController.routes
        + SessionController.routes
        + SessionAccessGrantController.routes
        + AppIntegrationController.routes
        + AppUserController.routes
        + RemoteBrowserController.routes
        + LinkURLController.routes
        + LinkPageController.routes
        + ActionController.routes
        + MessengerController.routes
        + KeySetController.routes
        + TunnelController.routes
}
