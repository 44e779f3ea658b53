import HostedPages
import KernelHTTP

/// What the live view shows for a session that is not there, and what to do about it.
struct MissingSessionPage {
    let sessionID: String

    var html: String {
        let subject =
            sessionID.isEmpty
            ? "The address names no session." : "No session has the id <code>\(HTMLText.escape(sessionID))</code>."
        return BrowserPage.html(
            title: "Session not found", vendor: "Anchor Browser",
            content: """
                <p>\(subject)</p>
                <ul>
                <li>Use the <code>live_view_url</code> that creating a session answers, unchanged.</li>
                <li>Create the session anew if Drydock was restarted or its world was reset since.</li>
                <li>See which sessions there are: <code>GET /v1/sessions</code> with the key that created this one.</li>
                </ul>
                """)
    }
}
