import HTTPTypes
import KernelHTTP

/// The frame of the control plane's pages: one inline style, a script if the page has one, nothing from elsewhere.
struct ControlPage {
    /// Plain text.
    let title: String
    /// Markup; what comes from requests is already escaped.
    let content: String
    /// A script and its SHA-256, if the page has one.
    var script: (text: String, hash: String)?

    /// The page, with headers that keep it from loading or running anything else.
    func reply(_ status: HTTPResponse.Status = .ok) -> Reply {
        var reply = Reply.page(status, html)
        for (name, value) in [
            ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ] {
            if let name = HTTPField.Name(name) { reply.headers[name] = value }
        }
        return reply
    }

    private var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLText.escape(title)) – Drydock</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <h1>\(HTMLText.escape(title))</h1>
        \(content)
        </main>\(script.map { "\n<script>\($0.text)</script>" } ?? "")
        </body>
        </html>

        """
    }

    /// Style and script are allowed by their SHA-256; tests compare both.
    private var policy: String {
        let script = script.map { "script-src 'sha256-\($0.hash)'; connect-src 'self'; " } ?? ""
        return """
            default-src 'none'; style-src 'sha256-IjyEVKOuq2yoXH1x3/twlhLCCO5Ht6rOZx7Hg+yMS2k='; \
            \(script)base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
    }

    private static let style = """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;margin:0}
        main{max-width:70rem;margin:0 auto;padding:1rem}
        h1{font-size:1.6rem}
        h2{font-size:1.2rem;margin-top:2rem}
        nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        caption{text-align:left;padding:.25rem 0}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}
        code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
        dt{font-weight:600}
        dd{margin:0 0 .75rem}
        """
}

/// A table with a caption and column headers that scrolls by itself on a narrow screen.
struct HTMLTable {
    /// Plain text.
    let caption: String
    /// Plain text.
    let columns: [String]
    /// Markup, a cell for each column.
    let rows: [[String]]

    var html: String {
        let head = columns.map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { "<td>\($0)</td>" }.joined() + "</tr>" }
        return """
            <div class="wide" role="region" aria-label="\(HTMLText.escape(caption))" tabindex="0"><table>
            <caption>\(HTMLText.escape(caption))</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody></table></div>
            """
    }
}
