import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// DevTools connections to the browsers of sessions (anchor.md 4.4 and 4.5). Refusals are plain text, which Playwright shows.
extension Endpoint {
    static let attachSession = Endpoint(
        "anchor.attachSession", .get, "/", "Attach a DevTools client to a session's browser",
        choice: """
            Every form of address that the vendor's has leads to `/`. The browser starts with the first client. Without \
            `sessionId` a session is created, as older pages say. A token with the scope `cdp` stands for key and session; a \
            session with scoped access takes nothing else (403). Pages of a browser may not attach, unless the policy \
            `browserOrigins` lists their origin. At most 8 clients a session. A client that leaves ends nothing; `Browser.close` ends the \
            session.
            """, isWebSocket: true)
    static let attachPage = Endpoint(
        "anchor.attachPage", .get, "/devtools/page/{pageId}", "Attach a DevTools client to one page of a session",
        provenance: .undocumented,
        choice: """
            Known from the vendor's command line, which sends no key: the session's id is enough, unless it has scoped \
            access, which takes a token with the scope `cdp`. A key that is sent must be a good one.
            """, isWebSocket: true)
}

/// | call | answer |
/// |---|---|
/// | `GET /?apiKey=…&sessionId=…`, offering a WebSocket | 101 of the browser |
/// | `GET /devtools/page/{pageId}?sessionId=…`, offering a WebSocket | 101 of the browser |
enum SessionAttachmentController {
    static let routes: [Route<AnchorStore>] = [
        Route(.attachSession, admit: AttachmentAccess.client, waiting: attachSession),
        Route(.attachPage, admit: AttachmentAccess.pageClient, waiting: attachPage),
    ]

    @Sendable private static func attachSession(_ call: AnchorCall) async throws -> Reply {
        let query = call.exchange.query
        let isNamed = query.id("sessionId") != nil || query.id("token") != nil
        let session = try isNamed ? AttachedSession(of: call) : created(call)
        let browser = try await session.browser(for: call)
        return session.attachment(to: browser, path: browser.address.path)
    }

    @Sendable private static func attachPage(_ call: AnchorCall) async throws -> Reply {
        let session = try AttachedSession(of: call)
        let browser = try await session.browser(for: call)
        let id = call.parameter("pageId")
        guard let target = try await browser.targets().first(where: { $0.id.lowercased() == id.lowercased() }) else {
            throw AnchorProblem(
                .notFound, "Page not found",
                Reason(BrowserReason.pageUnknown, "The browser of session \(session.id) has no page \(id)."))
        }
        return session.attachment(to: browser, path: "/devtools/page/\(target.id)")
    }

    /// As older pages say: a key alone makes a session (anchor.md 4.4).
    private static func created(_ call: AnchorCall) throws -> AttachedSession {
        try SessionAllowance.check(call, key: AttachmentAccess.key(of: call).credential)
        return AttachedSession(try call.update { try $0.createSession(SessionConfiguration(), $1) })
    }
}

/// Who may attach to a session, and see what its browser has open: programs that have a key, in its world.
enum AttachmentAccess {
    /// A program that offers a WebSocket, with a key.
    static let client: Route<AnchorStore>.Admission = { call in
        try checkOffer(of: call)
        try checkKey(of: call)
        try checkBrowsers(call)
    }

    /// The same, where a session's id is as good as a key.
    static let pageClient: Route<AnchorStore>.Admission = { call in
        try checkOffer(of: call)
        let isOpen = key(of: call).credential.isEmpty && call.exchange.query.id("sessionId") != nil
        if !isOpen { try checkKey(of: call) }
        try checkBrowsers(call)
    }

    /// A program that asks for what a browser tells over HTTP, with a key.
    static let reader: Route<AnchorStore>.Admission = { call in
        if let reason = WebSocketOffer.foreignPage(of: call.exchange, besides: call.store.policies.browserOrigins) {
            throw AnchorProblem(.forbidden, "Forbidden", reason)
        }
        try checkKey(of: call)
        try checkBrowsers(call)
    }

    /// The key in the address, where the vendor's has it, or in the header.
    static func key(of call: AnchorCall) -> MarkedKey {
        MarkedKey(call.exchange.query["apiKey"] ?? call.exchange.head.headerFields[.anchorAPIKey] ?? "")
    }

    private static func checkOffer(of call: AnchorCall) throws(AnchorProblem) {
        do throws(WebSocketRefusal) {
            try WebSocketOffer.check(call.exchange, pagesOf: call.store.policies.browserOrigins)
        } catch {
            throw AnchorProblem(error)
        }
    }

    private static func checkKey(of call: AnchorCall) throws(AnchorProblem) {
        // A token is looked at with its session.
        if call.exchange.query.id("token") != nil { return }
        let key = key(of: call).credential
        if key.isEmpty {
            throw .invalidKey(
                Reason(
                    CommonReason.keyMissing,
                    "The address has no apiKey. Use the cdp_url of the session as it is; a client that drops its query, as "
                        + "Puppeteer does with a browserURL, cannot attach."))
        }
        if let reason = AnchorAccess.refusal(of: key, in: call) { throw .invalidKey(reason) }
    }

    private static func checkBrowsers(_ call: AnchorCall) throws(AnchorProblem) {
        guard call.store.browsers.areConfigured else { throw .browser(.notConfigured) }
    }
}

/// A session that somebody wants to attach to, known to run.
struct AttachedSession: Sendable {
    let id: String

    fileprivate init(_ session: Session) {
        self.init(id: session.id)
    }

    private init(id: String) {
        self.id = id
    }

    /// The session that the address names.
    init(of call: AnchorCall) throws(AnchorProblem) {
        if let token = call.exchange.query["token"], !token.isEmpty {
            self.init(
                try call.update { (state, turn) throws(AnchorProblem) in
                    let (known, session) = try state.openToken(token, for: [.cdp], turn)
                    if let revokedAt = known.revokedAt { throw .revokedToken(at: revokedAt) }
                    return session
                })
            return
        }
        guard let id = call.exchange.query.id("sessionId") else {
            throw .invalid(
                "Missing sessionId", CommonReason.queryInvalid, "The address names no session: ?sessionId=….")
        }
        try self.init(of: call, id: id)
    }

    /// Throws for a session that is not there, that the key does not lead to, or that has ended.
    private init(of call: AnchorCall, id: String) throws(AnchorProblem) {
        let key = AttachmentAccess.key(of: call)
        let session = try call.update { (state, turn) throws(AnchorProblem) in
            // An id leads to its own world, whatever the key says.
            if let name = key.worldName, WorldName(name)?.tag != state.issuer { throw .notFound(.session, id) }
            return try state.session(id, turn)
        }
        if session.isTokenOnly { throw .tokenRequired(id) }
        guard session.status(at: call.now) == .running else { throw .goneSession(id) }
        self.init(id: id)
    }

    /// Its browser, which is started if it does not run.
    func browser(for call: AnchorCall) async throws(AnchorProblem) -> SessionBrowser {
        let setup = call.store.read { state in
            state.sessions[id].map { state.browserSetup(for: $0, at: call.now) } ?? BrowserSetup()
        }
        let browser: SessionBrowser
        do throws(BrowserFailure) {
            browser = try await call.store.browsers.browser(of: id, startingWith: setup)
        } catch {
            throw .browser(error)
        }
        // It may have been ended meanwhile.
        guard call.store.read({ $0.sessions[id]?.status(at: call.now) == .running }) else {
            call.store.browsers.end(id)
            throw .notFound(.session, id)
        }
        return browser
    }

    fileprivate func attachment(to browser: SessionBrowser, path: String) -> Reply {
        var reply = Reply(.switchingProtocols)
        reply.attachment = Attachment(
            to: id, port: browser.address.port, path: path,
            enter: { browser.attach(upTo: Attachment.mostClients) }, leave: { browser.detach() },
            follow: { browser.whenEnding($0) })
        return reply
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// A browser is not to be had: the sessions' own part says why.
    static func browser(_ failure: BrowserFailure) -> AnchorProblem {
        if failure == .notConfigured { return AnchorProblem(.notImplemented, "Not implemented", failure.reason) }
        return AnchorProblem(.serviceUnavailable, "Service unavailable", failure.reason)
    }

    /// As many clients as may be (ours).
    static var tooManyClients: AnchorProblem {
        AnchorProblem(
            .tooManyRequests, "Too many connections",
            Reason(
                BrowserReason.tooManyClients,
                "\(Attachment.mostClients) clients are attached already, as many as may be."))
    }
}
