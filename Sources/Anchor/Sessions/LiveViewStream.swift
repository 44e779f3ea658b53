import Browsers
import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// What the live view's page asks for while somebody watches. The vendor's own way is not published (anchor.md 4.4); this one is
/// ours, and like the page it takes no key: who has the session's id, or a token, may watch.
extension Endpoint {
    static let streamLiveView = Endpoint(
        "anchor.streamLiveView", .get, "/live-view/frames", "Watch a session's browser, picture by picture",
        provenance: .ours,
        choice: """
            JPEG pictures of the tab in front, or that of `pageId`, in `multipart/x-mixed-replace`: when something \
            changes, at most ten a second, to four viewers at most. The stream ends with the session. As long as it \
            lasts, the session is not idle. Starts the session's browser.
            """)
    static let getLiveViewPage = Endpoint(
        "anchor.getLiveViewPage", .get, "/live-view/page", "Read the address of what the live view shows",
        provenance: .ours,
        choice: """
            Of the tab in front, or that of `pageId`, with what agents ask whoever may use the view. Reading it is no \
            activity. Starts the session's browser.
            """)
    static let sendLiveViewInput = Endpoint(
        "anchor.sendLiveViewInput", .post, "/live-view/input", "Do something to what the live view shows",
        provenance: .ours,
        choice: """
            Pointer, wheel and keys, at places in parts of the picture. 403 where the live view is read only, and for \
            pages of other origins. Nothing happens while nobody watches.
            """)
}

extension LiveViewController {
    /// The page that shows the session's browser.
    static func screen(of access: LiveViewAccess, page: String?, questions: [LiveQuestion]) -> Reply {
        let session = access.session
        let query = "?\(access.query)" + (page.map { "&pageId=\(PercentCoding.encode($0))" } ?? "")
        let browser = session.configuration.browser
        var screen = LiveScreen(
            vendor: "Anchor Browser", title: "Session \(session.id)", frames: "/live-view/frames\(query)",
            page: "/live-view/page\(query)", width: browser.viewport.width, height: browser.viewport.height)
        // The vendor shows the whole window of a session that has one, unless it fills the screen (anchor.md 4.7).
        screen.hasBar = !browser.has(.headless) && !browser.has(.fullscreen)
        if access.isInteractive {
            screen.input = "/live-view/input\(query)"
            screen.questions = questions
        }
        return screen.reply
    }

    @Sendable static func stream(_ call: AnchorCall) async throws -> Reply {
        let session = try running(call, for: .watch).session
        let browser = try await browser(of: session, call)
        do throws(BrowserFailure) {
            return .frames(try browser.screencasts.watch(page: call.query("pageId")), of: session.id)
        } catch {
            throw AnchorProblem(error)
        }
    }

    @Sendable static func page(_ call: AnchorCall) async throws -> Reply {
        let access = try running(call, for: .follow)
        let browser = try await browser(of: access.session, call)
        do throws(BrowserFailure) {
            let page = try await browser.openPage(call.query("pageId"))
            let questions = call.store.snapshot.questions(in: access, at: call.now)
            return .json(.ok, LiveViewPageReply(page: page, questions: questions))
        } catch {
            throw AnchorProblem(error)
        }
    }

    @Sendable static func send(_ call: AnchorCall) async throws -> Reply {
        // A browser says whose page sends it. Others could guess at what they cannot see.
        if let origin = call.exchange.header("Origin"), !call.exchange.isOwn(origin) {
            throw AnchorProblem.foreignLiveView(origin)
        }
        let input = try LiveInput(call.members())
        let access = try running(call, for: .follow)
        let session = access.session
        guard access.isInteractive else { throw AnchorProblem.readOnlyLiveView(session.id) }
        let browser = try await browser(of: session, call)
        do throws(BrowserFailure) {
            try await input.apply(to: browser, page: call.query("pageId"))
        } catch {
            throw AnchorProblem(error)
        }
        return .json(.ok, StatusReply())
    }

    /// The view of a session that runs. Throws for one that is not there or has ended, and for who may not see it.
    private static func running(_ call: AnchorCall, for step: LiveViewStep) throws -> LiveViewAccess {
        let access = try call.update { (state, turn) throws(AnchorProblem) in
            try state.liveView(call.exchange.query, for: step, turn)
        }
        let session = access.session
        guard session.status(at: call.now) == .running else { throw AnchorProblem.endedLiveView(session.id) }
        return access
    }

    private static func browser(of session: Session, _ call: AnchorCall) async throws -> SessionBrowser {
        let setup = call.store.read { $0.browserSetup(for: session, at: call.now) }
        do throws(BrowserFailure) {
            return try await call.store.browsers.browser(of: session.id, startingWith: setup)
        } catch {
            throw AnchorProblem(error)
        }
    }
}

/// `{id, title, url, questions}`; the texts are empty as long as no page is open.
private struct LiveViewPageReply: JSONWritable {
    let page: BrowserPage?
    let questions: [LiveQuestion]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", page?.id ?? "")
            json.member("title", page?.title ?? "")
            json.member("url", page?.url ?? "")
            json.member("questions", questions)
        }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    fileprivate static func endedLiveView(_ id: String) -> AnchorProblem {
        notFound(
            .session, because: Reason(AnchorReason.sessionEnded, "Session \(id) has ended, and its browser with it."))
    }

    fileprivate static func readOnlyLiveView(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "The live view is read only",
            Reason(
                AnchorReason.liveViewReadOnly,
                "Session \(id) was created with session.live_view.read_only: true, or the token is for watching only."))
    }

    fileprivate static func foreignLiveView(_ origin: String) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "Forbidden",
            Reason(AnchorReason.liveViewForeign, "Only the live view's own page sends this, not one of \(origin)."))
    }
}
