import KernelHTTP

/// What the pages of remote browsers have around their content. They load nothing and run nothing, so that they show in
/// whatever iframe a customer puts them.
enum LiveStreamFrame {
    /// A page; `title` is text, `content` is HTML.
    static func html(title: String, content: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTMLText.escape(title)) – Drydock</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 0 1rem 2rem; }
        .banner { background: #7a3b00; color: #fff; margin: 0 -1rem 1rem; padding: .5rem 1rem; }
        .browser { border: 1px solid; border-radius: .5rem; overflow: hidden; }
        .bar { border-bottom: 1px solid; margin: 0; padding: .3rem .8rem; }
        .view { padding: 1rem .8rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.2rem; margin: 0; }
        dt { font-weight: 600; }
        dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
        </style>
        </head>
        <body>
        <p class="banner" role="note">This is Drydock, a local fake – not Anon.</p>
        <main>
        <h1>\(HTMLText.escape(title))</h1>
        \(content)
        </main>
        </body>
        </html>

        """
    }
}
