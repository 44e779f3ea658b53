import HostedPages
import KernelHTTP

/// What the page shows for a remote browser that is not there, and what to do about it.
struct MissingBrowserPage {
    let browserID: String

    var html: String {
        BrowserPage.html(
            title: "Remote browser not found", vendor: "Anon",
            content: """
                <p>No remote browser has the id <code>\(HTMLText.escape(browserID))</code>.</p>
                <ul>
                <li>Use the <code>liveStreamingUrl</code> that <code>POST /account/api/v1/cdpUrl</code> answers, \
                unchanged.</li>
                <li>Ask for a new browser if Drydock was restarted or its world was reset since.</li>
                </ul>
                """)
    }
}
