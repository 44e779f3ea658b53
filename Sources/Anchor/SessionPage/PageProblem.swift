import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// Why a REST call could not do something on a session's page. The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// What the browser could not do. The vendor documents nothing but 500 for it.
    init(_ failure: BrowserFailure) {
        let status: HTTPResponse.Status =
            switch failure {
            case .notConfigured: .notImplemented
            case .tooLarge: .badRequest
            default: .internalServerError
            }
        self.init(status, failure.description, failure.reason)
    }

    /// What could not be done on the page.
    init(_ failure: PageFailure) {
        switch failure {
        case .browser(let failure): self.init(failure)
        case .notLoaded(let words):
            self.init(
                .internalServerError, "The page could not be loaded: \(words)",
                Reason(AnchorReason.pageNotLoaded, "The browser says \(words)."))
        case .invalidAddress(let address): self = .addressRefused(address)
        case .invalidSelector(let words):
            self = .invalid("Invalid selector", AnchorReason.pageSelectorInvalid, words)
        case .noElement(let words):
            self.init(.notFound, "Element not found", Reason(AnchorReason.pageElementUnknown, words))
        case .noPage(let index, let count): self = .unknownPageIndex(index, of: count)
        case .fileNotKept(let words):
            self.init(.internalServerError, "The file could not be kept", Reason(BrowserReason.refused, words))
        }
    }

    /// An address that REST calls may not open.
    static func addressRefused(_ address: String) -> AnchorProblem {
        invalid(
            "url must be an http or https URL, a data: URL or about:blank", AnchorReason.pageAddressRefused,
            "\"\(address.prefix(200))\" is none.")
    }

    /// The session has ended; 404, as for one that is not there (anchor.md 12.4).
    static func sessionEnded(_ id: String) -> AnchorProblem {
        notFound(
            .session, because: Reason(AnchorReason.sessionEnded, "Session \(id) has ended; its page is gone with it."))
    }

    /// The model of a page would grow beyond its bounds.
    static var pageFull: AnchorProblem {
        invalid(
            "The page takes no more text", AnchorReason.pageFull,
            "What stands in for a page where no browser runs keeps \(SessionPage.largest) bytes: texts, addresses and names."
        )
    }

    /// Nothing that the session's browser downloaded has this id.
    static func unknownDownload(_ id: String, of session: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Download not found",
            Reason(AnchorReason.downloadUnknown, "Session \(session) has no download \(id)."))
    }
}

// MARK: - Envelopes

extension AnchorEnvelope {
    /// The body that a problem has on this operation (anchor.md 1.1). Where the vendor publishes no schema, it is the usual
    /// one.
    static func published(for operation: String, _ problem: AnchorProblem) -> AnchorEnvelope {
        if RecordingController.nestsErrors(of: operation) { return .nested }
        if WebhookController.hasFlatErrors(operation) { return .text }
        let status = problem.status
        if let body = CannedController.refusal(of: operation, status: status.code, message: problem.message) {
            return .described(body)
        }
        switch operation {
        case Endpoint.unlockWebpage.name: return status == .tooManyRequests || status.code == 507 ? .standard : .text
        case Endpoint.extractToolParameters.name: return status.code == 507 ? .standard : .text
        case Endpoint.printPage.name: return PageToolController.envelope(of: problem)
        // Of the others of these operations nothing is published.
        case Endpoint.takeSessionScreenshot.name: return .text
        case Endpoint.publishTaskDraft.name, Endpoint.listTaskVersions.name: return .text
        case Endpoint.goToURL.name, Endpoint.uploadSessionFiles.name:
            return status == .notFound || status.code >= 500 ? .nested : .standard
        case Endpoint.uploadAgentFiles.name:
            return status == .notFound || status == .unauthorized || status == .internalServerError
                ? .nested : .standard
        case Endpoint.listAgentFiles.name: return status.code == 507 ? .standard : .nested
        default: return .standard
        }
    }
}
