import HostedPages
import Kernel
import KernelHTTP

/// The live view of a session: what is known of it, in words.
struct LiveViewPage {
    private let session: Session
    private let identities: [Identity]
    private let now: Moment
    private let origin: Origin

    init(_ session: Session, identities: [Identity], at now: Moment, origin: Origin) {
        self.session = session
        self.identities = identities
        self.now = now
        self.origin = origin
    }

    var html: String {
        BrowserPage.html(
            title: "Session \(session.status(at: now).rawValue)", vendor: "Anchor Browser",
            content: """
                <p>No browser runs behind this session. This is what Drydock knows of it at \(now.description):</p>
                \(BrowserPage.list(facts))
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
