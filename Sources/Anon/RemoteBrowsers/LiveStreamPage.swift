import Kernel
import KernelHTTP

/// What stands in for a remote browser's picture: for whom it was handed out, and for what.
struct LiveStreamPage {
    private let browser: RemoteBrowser

    init(_ browser: RemoteBrowser) {
        self.browser = browser
    }

    var html: String {
        let rows = facts.map { name, value in
            "<dt>\(HTMLText.escape(name))</dt>\n<dd>\(HTMLText.escape(value))</dd>"
        }
        return LiveStreamFrame.html(
            title: "Remote browser",
            content: """
                <p>No browser runs here. This is what it was handed out for:</p>
                <section class="browser" aria-label="Remote browser">
                <p class="bar">about:blank</p>
                <div class="view">
                <dl>
                \(rows.joined(separator: "\n"))
                </dl>
                </div>
                </section>
                """)
    }

    private var facts: [(String, String)] {
        [
            ("Browser", browser.id),
            ("App user", browser.user.externalID),
            ("Signed in at", browser.apps.joined(separator: ", ")),
            ("Proxy", browser.usesProxy ? "Anon's" : "none"),
            ("Started", browser.startedAt.description),
        ]
    }
}
