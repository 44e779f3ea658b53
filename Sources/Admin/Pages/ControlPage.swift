import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// A place that the head of every page leads to.
enum PageTab: String, CaseIterable {
    case requests = ""
    case flows = "/flows"
    case objects = "/objects"
    case world = "/world"
    case faq = "/faq"
    case docs = "/docs"

    /// What the link says.
    var words: String {
        switch self {
        case .requests: "Requests"
        case .flows: "Flows"
        case .objects: "Objects"
        case .world: "World"
        case .faq: "FAQ"
        case .docs: "Documentation"
        }
    }

    /// The page's address for a world.
    func address(in world: WorldName) -> String { "/_drydock\(rawValue)?world=\(world.description)" }
}

/// The frame of the control plane's pages, in the look of the hosted ones: one style, one script, nothing from elsewhere.
///
/// All that a page shows is in it without the script, which only keeps it up to date and saves reloads.
struct ControlPage {
    /// Plain text; the page's main heading.
    let title: String
    /// What is shown below the heading.
    let content: Markup
    /// Which world the page is about; its links stay there.
    let world: WorldName
    /// The place in the head that the page belongs to.
    let tab: PageTab
    /// Whether the page shows what changes with each request, so that the script has to follow it.
    var isLive = false

    /// The page, with headers that keep it from loading or running anything else.
    func reply(_ status: HTTPResponse.Status = .ok, reason: Reason? = nil) -> Reply {
        var reply = Reply.page(status, html.html, reason: reason)
        reply.headers[.contentSecurityPolicy] = Self.policy
        reply.headers[.xContentTypeOptions] = "nosniff"
        // With `no-referrer` a browser says that a form comes from `null`, which the control plane's guard refuses.
        reply.headers[.referrerPolicy] = "same-origin"
        return reply
    }

    private var html: Markup {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <link rel="icon" href="\(Self.icon)">
        <title>\(title) – Drydock</title>
        <style>\(Markup(stringLiteral: Self.style))</style>
        </head>
        <body class="control">
        <a class="skip" href="#main">To the content</a>
        <header class="top">
        \(brand)
        <nav aria-label="Drydock">\(tabs)</nav>
        \(worldChooser)
        </header>
        <p class="sr" role="status" id="said"></p>
        <main id="main" tabindex="-1" data-world="\(world.description)"\(isLive ? " data-live" : Markup.empty)>
        <h1>\(title)</h1>
        \(content)
        </main>
        <script>\(Markup(stringLiteral: Self.script))</script>
        </body>
        </html>

        """
    }

    private var brand: Markup {
        "<a class=\"brand\" href=\"\(PageTab.requests.address(in: world))\"><span aria-hidden=\"true\">⚓</span> Drydock</a>"
    }

    private var tabs: Markup {
        let items = PageTab.allCases.map { tab in
            """
            <a href="\(tab.address(in: world))"\
            \(tab == self.tab ? " aria-current=\"page\"" : Markup.empty)>\(tab.words)</a>
            """ as Markup
        }
        return "\(items)"
    }

    /// Asks the same place of another world.
    private var worldChooser: Markup {
        """
        <form class="chooser" method="get" action="/_drydock\(tab.rawValue)">
        <label for="chosen-world">World</label>
        <input id="chosen-world" name="world" value="\(world.description)" maxlength="64" autocomplete="off" \
        spellcheck="false">
        <button class="quiet-button">Go</button>
        </form>
        """
    }

    /// Style and script are allowed by their hashes alone, so that nothing that a rule or a file of this server says can run.
    static let policy = """
        default-src 'none'; style-src \(PageLibrary.source(Array(style.utf8))); \
        script-src \(PageLibrary.source(Array(script.utf8))); connect-src 'self'; frame-src 'self'; img-src 'self' data:; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// An anchor. A browser that finds no icon on a page asks for `/favicon.ico`, which would stand in the journal.
    private static let icon = """
        data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' \
        rx='3' fill='%230b5cad'/%3E%3Cpath d='M8 3v10M4 8.5a4 4 0 0 0 8 0M5.5 5.5h5' stroke='%23fff' stroke-width='1.5' \
        fill='none'/%3E%3C/svg%3E
        """

    /// The hosted pages' look, and what else these pages need.
    private static let style =
        PageLibrary.style + String(decoding: PackageResources.dashboard_css, as: UTF8.self)

    private static let script = String(decoding: PackageResources.dashboard_js, as: UTF8.self)
}
