import Browsers
import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// The live view (anchor.md 4.4 and 4.7). Its path is `/` on the vendor's host; here the composition root sends it what comes
/// to `/` with a `sessionId`.
extension Endpoint {
    static let openLiveView = Endpoint(
        "anchor.openLiveView", .get, "/", "Watch a session",
        choice: """
            The tab in front as it changes, or that of `pageId`; who opens it may use it, unless the session's live view \
            or the token is read only, and is led to what agents ask. Without a browser, and for an ended session, a plain page with the session's state; \
            404 for an unknown session. A token opens it as the session's id does: 401 for one that is unknown or revoked, 403 \
            for one of another scope and for an id where only tokens are taken, 410 once the session has ended. A one-time \
            address is opened once, then 410. To open the page is no activity, to watch is.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /?sessionId=…` or `?token=…` | 200 `LiveScreen` or `LiveViewPage`, 404 `MissingSessionPage`, 401, 403, 410 |
/// | `GET /live-view/frames?sessionId=…` | 200 pictures without an end |
/// | `GET /live-view/page?sessionId=…` | 200 `LiveViewPageReply` |
/// | `POST /live-view/input?sessionId=…` | 200 `{data: {status}}` |
enum LiveViewController {
    static let routes: [Route<AnchorStore>] = [
        Route(.openLiveView, admit: AnchorAccess.open, handle: open),
        Route(.streamLiveView, admit: AnchorAccess.open, waiting: stream),
        Route(.getLiveViewPage, admit: AnchorAccess.open, waiting: page),
        Route(.sendLiveViewInput, admit: AnchorAccess.open, waiting: send),
    ]

    private static func open(_ call: AnchorCall) throws -> Reply {
        do {
            let (access, identities, questions) = try call.update { (state, turn) throws(AnchorProblem) in
                let access = try state.liveView(call.exchange.query, for: .open, turn)
                return (
                    access, access.session.configuration.identityIDs.compactMap { state.identities[$0] },
                    state.questions(in: access, at: turn.now)
                )
            }
            let session = access.session
            if call.store.browsers.areConfigured, session.status(at: call.now) == .running {
                return screen(of: access, page: call.query("pageId"), questions: questions)
            }
            return LiveViewPage(
                session, identities: identities, questions: questions, at: call.now, origin: call.exchange.origin,
                hasBrowsers: call.store.browsers.areConfigured
            ).reply
        } catch  where error.status != .notFound {
            return FactsPage.reply(
                error.status, title: error.message, vendor: "Anchor Browser",
                content: "<p>\(HTMLText.escape(error.reason.detail))</p>", reason: error.reason)
        } catch {
            return MissingSessionPage(sessionID: call.exchange.query.id("sessionId") ?? "").reply(error)
        }
    }
}

extension AnchorState {
    /// What agents ask whoever may use a live view: who may only watch is not led to the answers.
    func questions(in access: LiveViewAccess, at now: Moment) -> [LiveQuestion] {
        guard access.isInteractive else { return [] }
        return openInterventions(in: access.session, at: now).map { open in
            LiveQuestion(
                open.question.message, answeredAt: "/interventions/\(PercentCoding.encode(open.run.questionID))")
        }
    }
}

// MARK: - Pages

/// The live view of a session that has ended, or that no browser runs behind: what is known of it, in words.
private struct LiveViewPage {
    private let session: Session
    private let identities: [Identity]
    private let questions: [LiveQuestion]
    private let now: Moment
    private let origin: Origin
    private let hasBrowsers: Bool

    init(
        _ session: Session, identities: [Identity], questions: [LiveQuestion], at now: Moment, origin: Origin,
        hasBrowsers: Bool
    ) {
        self.questions = questions
        self.hasBrowsers = hasBrowsers
        self.session = session
        self.identities = identities
        self.now = now
        self.origin = origin
    }

    var reply: Reply {
        FactsPage.reply(
            .ok, title: "Session \(session.status(at: now).rawValue)", vendor: "Anchor Browser",
            content: """
                \(hasBrowsers ? "" : FactsPage.withoutBrowser)
                <p>This is what Drydock knows of it at \(now.description):</p>
                \(FactsPage.list(facts))
                \(asked)
                \(ending)
                """)
    }

    private var facts: [(String, String)] {
        let options = session.configuration.session
        let viewport = session.configuration.browser.viewport
        return [
            ("Session", session.id),
            ("Status", session.status(at: now).rawValue),
            ("Created", session.createdAt.description),
            (
                session.end(at: now) == nil ? "Ends at the latest" : "Ended",
                session.endsAt?.description ?? "never by itself"
            ),
            ("Page", options.initialURL ?? "about:blank"),
            ("Identities", Self.list(identities.map { "\($0.name) (\($0.status(at: now).rawValue))" })),
            ("Tags", Self.list(session.tags ?? [])),
            ("Profile", session.configuration.browser.profile?.name ?? "none"),
            ("Proxy", options.proxy.flatMap { $0.isActive ? $0.type : nil } ?? "none"),
            ("Viewport", "\(viewport.width) × \(viewport.height)"),
            ("View", options.isLiveViewReadOnly ? "read only" : "interactive"),
        ]
    }

    /// What agents ask, each with the way to the page where a person can answer.
    private var asked: String {
        questions.isEmpty ? "" : "<h2>The agent asks</h2>\n\(LiveQuestion.list(questions))"
    }

    private var ending: String {
        guard session.status(at: now) == .running else {
            return "<p>The session has ended. Create a new one to go on.</p>"
        }
        let address = "\(origin.url)/v1/sessions/\(PercentCoding.encode(session.id))"
        return """
            <h2>End it</h2>
            <pre><code>curl -X DELETE -H 'anchor-api-key: YOUR_KEY' '\(HTMLText.escape(address))'</code></pre>
            """
    }

    private static func list(_ texts: [String]) -> String { texts.isEmpty ? "none" : texts.joined(separator: ", ") }
}

/// What the live view shows for a session that is not there, and what to do about it.
private struct MissingSessionPage {
    let sessionID: String

    func reply(_ problem: AnchorProblem) -> Reply {
        let subject =
            sessionID.isEmpty
            ? "The address names no session." : "No session has the id <code>\(HTMLText.escape(sessionID))</code>."
        return FactsPage.reply(
            problem.status, title: "Session not found", vendor: "Anchor Browser",
            content: """
                <p>\(subject)</p>
                <ul>
                <li>Use the <code>live_view_url</code> that creating a session answers, unchanged.</li>
                <li>Create the session anew if Drydock was restarted or its world was reset since.</li>
                <li>See which sessions there are: <code>GET /v1/sessions</code> with the key that created this one.</li>
                </ul>
                """, reason: problem.reason)
    }
}
