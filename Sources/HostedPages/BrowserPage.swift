package import HTTPTypes
package import Kernel
package import KernelHTTP

/// What stands in for a browser's picture: facts about it, in words. It loads nothing and runs nothing, so that it shows in the
/// sandboxed frame that a vendor's documents recommend (anchor.md 4.4), and in whatever frame a customer puts it.
package enum BrowserPage {
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
        <title>\(HTMLText.escape(title)) – Drydock</title>
        <style>\(style)</style>
        </head>
        <body>
        <p class="banner" role="note">This is Drydock, a local fake – not \(HTMLText.escape(vendor)).</p>
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
            "<dt>\(HTMLText.escape(name))</dt>\n<dd>\(HTMLText.escape(value))</dd>"
        }
        return "<dl>\n\(rows.joined(separator: "\n"))\n</dl>"
    }

    private static let style = """
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 0 1rem 2rem; }
        .banner { background: #7a3b00; color: #fff; margin: 0 -1rem 1rem; padding: .5rem 1rem; }
        .browser { border: 1px solid; border-radius: .5rem; overflow: hidden; }
        .bar { border-bottom: 1px solid; margin: 0; padding: .3rem .8rem; }
        .view { padding: 0 .8rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.2rem; }
        dt { font-weight: 600; }
        dd { margin: 0; overflow-wrap: anywhere; }
        pre { overflow-x: auto; padding: .6rem; border: 1px solid; border-radius: .3rem; white-space: pre-wrap; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
        """
}
