import HostedPages
import Kernel
import KernelHTTP

/// What stands in for a remote browser's picture: for whom it was handed out, and for what.
struct LiveStreamPage {
    private let browser: RemoteBrowser

    init(_ browser: RemoteBrowser) {
        self.browser = browser
    }

    var html: String {
        BrowserPage.html(
            title: "Remote browser", vendor: "Anon",
            content: """
                <p>No browser runs here. This is what it was handed out for:</p>
                <section class="browser" aria-label="Remote browser">
                <p class="bar">about:blank</p>
                <div class="view">
                \(BrowserPage.list(facts))
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
