package import HTTPTypes
package import Kernel
package import KernelHTTP

/// What stands in for a browser's picture: facts about it, in words. It loads nothing and runs nothing, so that it shows in the
/// sandboxed frame that a vendor's documents recommend (anchor.md 4.4), and in whatever frame a customer puts it.
package enum FactsPage {
    /// A page as an answer, with the headers that hold it to showing its own text; `title` and `vendor` are text, `content` is
    /// HTML.
    package static func reply(
        _ status: HTTPResponse.Status, title: String, vendor: String, content: String, reason: Reason? = nil
    ) -> Reply {
        var reply = Reply.page(status, html(title: title, vendor: vendor, content: content), reason: reason)
        reply.headers[.contentSecurityPolicy] = policy
        reply.headers[.referrerPolicy] = "no-referrer"
        reply.headers[.xContentTypeOptions] = "nosniff"
        return reply
    }

    /// Without `frame-ancestors`: customers put the page into frames of their own.
    private static let policy =
        "default-src 'none'; style-src \(PageLibrary.source(Array(style.utf8))); base-uri 'none'; form-action 'none'"

    private static func html(title: String, vendor: String, content: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(HTMLText.escape(title)) – Drydock</title>
        <style>\(style)</style>
        </head>
        <body>
        <header>
        <p>This is Drydock, a local fake – not \(HTMLText.escape(vendor)).</p>
        </header>
        <main>
        <h1>\(HTMLText.escape(title))</h1>
        \(content)
        </main>
        </body>
        </html>

        """
    }

    /// Names and values, all text, as a list in HTML.
    package static func list(_ facts: [(String, String)]) -> String {
        let rows = facts.map { name, value in
            "<div><dt>\(HTMLText.escape(name))</dt>\n<dd>\(HTMLText.escape(value))</dd></div>"
        }
        return "<dl class=\"facts\">\n\(rows.joined(separator: "\n"))\n</dl>"
    }

    /// What the page says where Drydock was started without browsers.
    package static let withoutBrowser = """
        <p class="note">No browser runs here, because Drydock was started without one. Started with \
        <code>--browser auto</code>, it shows the real page in this place.</p>
        """

    /// That of the hosted pages, for more than a form.
    private static let style =
        PageLibrary.style + """
            main { width: min(44rem, 100% - 2rem); }
            .facts div { display: grid; grid-template-columns: 10.5rem 1fr; gap: .2rem .8rem; }
            .browser { border: 1px solid var(--line); border-radius: .7rem; overflow: hidden; }
            .browser .facts { border: 0; margin: 0; }
            .bar { margin: 0; padding: .4rem .9rem; background: var(--sea); border-bottom: 1px solid var(--line); color: var(--soft); }
            @media (max-width: 30rem) { .facts div { grid-template-columns: 1fr; gap: 0; } }

            """
}
