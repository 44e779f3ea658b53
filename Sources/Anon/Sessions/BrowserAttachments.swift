import Browsers
import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// DevTools connections to remote browsers (anon.md 3.5). Refusals are plain text, which Playwright shows.
extension Endpoint {
    static let attachBrowser = Endpoint(
        "anon.attachBrowser", .get, "/cdp/{browserId}", "Attach a DevTools client to a remote browser",
        provenance: .ours,
        choice: """
            The vendor publishes no path. The browser starts with the first client; its id, which nobody can guess, is all \
            that a client needs. Pages of a browser may not attach, unless the policy `browserOrigins` lists their origin. \
            At most 8 clients a browser.
            """, isWebSocket: true)
}

/// | call | answer |
/// |---|---|
/// | `GET /cdp/{browserId}`, offering a WebSocket | 101 of the browser |
enum BrowserAttachmentController {
    static let routes: [Route<AnonStore>] = [Route(.attachBrowser, admit: admit, isOpen: true, waiting: attach)]

    private static let admit: Route<AnonStore>.Admission = { call in
        do throws(WebSocketRefusal) {
            try WebSocketOffer.check(call.exchange, pagesOf: call.store.policies.browserOrigins)
        } catch {
            throw AnonProblem(error)
        }
        guard call.store.browsers.areConfigured else { throw AnonProblem.browser(.notConfigured) }
    }

    @Sendable private static func attach(_ call: AnonCall) async throws -> Reply {
        let id = call.parameter("browserId")
        guard let setup = call.store.read({ state in state.remoteBrowsers[id].map(state.browserSetup) }) else {
            throw AnonProblem(
                .notFound, "Remote browser not found",
                Reason(AnonReason.browserUnknown, "No remote browser has \(id)."))
        }
        let browser: SessionBrowser
        do throws(BrowserFailure) {
            browser = try await call.store.browsers.browser(of: id, startingWith: setup)
        } catch {
            throw AnonProblem.browser(error)
        }
        var reply = Reply(.switchingProtocols)
        reply.attachment = Attachment(
            to: id, port: browser.address.port, path: browser.address.path,
            enter: { browser.attach(upTo: Attachment.mostClients) }, leave: { browser.detach() },
            follow: { browser.whenEnding($0) })
        return reply
    }
}

// MARK: - Refusals

extension AnonProblem {
    /// A browser is not to be had.
    static func browser(_ failure: BrowserFailure) -> AnonProblem {
        if failure == .notConfigured {
            return AnonProblem(.notImplemented, "Not implemented", failure.reason, envelope: .gateway)
        }
        return AnonProblem(.serviceUnavailable, "Service unavailable", failure.reason)
    }

    /// As many clients as may be (ours).
    static var tooManyClients: AnonProblem {
        AnonProblem(
            .tooManyRequests, "Too many connections",
            Reason(
                BrowserReason.tooManyClients,
                "\(Attachment.mostClients) clients are attached already, as many as may be."))
    }
}
