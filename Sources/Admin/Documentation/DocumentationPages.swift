import HTTPTypes
import Kernel
import KernelHTTP

/// The documentation, from the server that it is about: `/docs`, `/docs/{article}` and `/llms.txt`. Markdown for programs, and the
/// same words as pages for people.
enum DocumentationController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "listArticles", .get, "/docs", "Lists the articles of the documentation", workload: .long, handle: list),
        .control(
            "readArticle", .get, "/docs/{article}", "An article of the documentation, such as `Worlds.md`",
            workload: .long, handle: read),
        .control(
            "getLLMsText", .get, "/llms.txt", "The list of articles in the form that assistants look for",
            workload: .long, handle: index),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        guard call.prefersPage else { return markdown(Articles.embedded.index(at: call.exchange.origin.url)) }
        return ArticlePage.list(.embedded, world: try call.worldName()).reply()
    }

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let asked = call.parameter("article")
        let isFile = asked.hasSuffix(".md")
        let name = isFile ? String(asked.dropLast(".md".count)) : asked
        guard let article = Articles.embedded[name] else {
            let refusal = ControlRefusal(
                .notFound,
                "There is no article \(name)" + TextSuggestion.question(about: name, among: Articles.embedded.names),
                code: ControlReason.articleUnknown)
            guard !isFile, call.prefersPage else { throw refusal }
            return RefusalPage.reply(refusal, of: call)
        }
        guard !isFile, call.prefersPage else { return markdown(article.text) }
        return ArticlePage(article, among: .embedded, world: try call.worldName()).page.reply()
    }

    @Sendable private static func index(_ call: ControlCall) -> Reply {
        .text(.ok, Articles.embedded.index(at: call.exchange.origin.url))
    }

    private static func markdown(_ text: String) -> Reply {
        .text(.ok, text, contentType: "text/markdown; charset=utf-8")
    }
}

/// The page of an article.
struct ArticlePage {
    private let article: Article
    private let articles: Articles
    private let world: WorldName

    /// The page for somebody who has come from this world.
    init(_ article: Article, among articles: Articles, world: WorldName) {
        self.article = article
        self.articles = articles
        self.world = world
    }

    /// All articles.
    static func list(_ articles: Articles, world: WorldName) -> ControlPage {
        let sections = articles.sections.enumerated().map { place, section in
            let items = section.articles.map { article in
                "<li><a href=\"\(address(article.name, world))\">\(article.title)</a> <span>\(article.summary)</span></li>"
                    as Markup
            }
            return """
                <section aria-labelledby="docs-\(place)"><h2 id="docs-\(place)">\(section.title)</h2>
                <ul class="docs-list">\(items)</ul></section>
                """ as Markup
        }
        return ControlPage(
            title: "Documentation",
            content: """
                <p>\(articles.summary) For programs: <a href="/_drydock/llms.txt">llms.txt</a>, and every article as Markdown.</p>
                \(sections)
                """,
            world: world, tab: .docs)
    }

    /// The article.
    var page: ControlPage {
        ControlPage(
            title: article.title,
            content: """
                <article class="prose">\(ArticleBlocks(resolve: resolve).markup(Markdown(article.text)))</article>
                <p class="more"><a href="\(PageTab.docs.address(in: world))">All articles</a>,
                <a href="/_drydock/docs/\(article.name).md">this one as Markdown</a></p>
                """,
            world: world, tab: .docs)
    }

    /// Links to articles lead to their pages here; what lies elsewhere in the repository is not on this server.
    private func resolve(_ destination: String) -> String? {
        if destination.hasPrefix("https://") || destination.hasPrefix("http://") || destination.hasPrefix("#") {
            return destination
        }
        let parts = destination.split(separator: "#", maxSplits: 1)
        guard let file = parts.first, file.hasSuffix(".md") else { return nil }
        let name = String(file.dropLast(".md".count))
        guard articles[name] != nil else { return nil }
        return Self.address(name, world) + (parts.count > 1 ? "#\(parts[1])" : "")
    }

    private static func address(_ name: String, _ world: WorldName) -> String {
        "/_drydock/docs/\(name)?world=\(world.description)"
    }
}

/// The blocks of an article as HTML, below the title of its page.
struct ArticleBlocks {
    private let text: MarkdownText

    init(resolve: @escaping MarkdownText.Resolve) {
        text = MarkdownText(resolve)
    }

    /// All of an article but its title.
    func markup(_ article: Markdown) -> Markup {
        var seen: [String: Int] = [:]
        return "\(article.blocks.map { markup($0, &seen) })"
    }

    private func markup(_ block: Markdown.Block, _ seen: inout [String: Int]) -> Markup {
        switch block {
        case .heading(level: 1, _): .empty
        case .heading(let level, let words): heading(level, words, &seen)
        case .paragraph(let words): "<p>\(text.markup(words))</p>"
        case .code(_, let code): "<pre tabindex=\"0\"><code>\(code)</code></pre>"
        case .table(let head, let rows): table(head, rows)
        case .quote(let blocks): "<blockquote>\(blocks.map { markup($0, &seen) })</blockquote>"
        case .list(let isOrdered, let items): list(isOrdered, items, &seen)
        }
    }

    private func heading(_ level: Int, _ words: String, _ seen: inout [String: Int]) -> Markup {
        let anchor = Self.anchor(words)
        let number = seen[anchor, default: 0]
        seen[anchor] = number + 1
        let id = number == 0 ? anchor : "\(anchor)-\(number)"
        let element = Markup(stringLiteral: "h\(level)")
        return "<\(element) id=\"\(id)\">\(text.markup(words))</\(element)>"
    }

    /// As repository browsers spell it: small letters, hyphens for spaces, no punctuation.
    private static func anchor(_ words: String) -> String {
        let kept = words.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
        return kept.map { $0 == " " ? "-" : String($0) }.joined()
    }

    private func list(_ isOrdered: Bool, _ items: [[Markdown.Block]], _ seen: inout [String: Int]) -> Markup {
        let lines = items.map { blocks in
            let pieces = blocks.map { block in
                if case .paragraph(let words) = block { text.markup(words) } else { markup(block, &seen) }
            }
            return "<li>\(pieces)</li>" as Markup
        }
        return isOrdered ? "<ol>\(lines)</ol>" : "<ul>\(lines)</ul>"
    }

    private func table(_ head: [String], _ rows: [[String]]) -> Markup {
        let columns = head.map { "<th scope=\"col\">\(text.markup($0))</th>" as Markup }
        let lines = rows.map { row in "<tr>\(row.map { "<td>\(text.markup($0))</td>" as Markup })</tr>" as Markup }
        return """
            <div class="wide" tabindex="0"><table><thead><tr>\(columns)</tr></thead>
            <tbody>\(lines)</tbody></table></div>
            """
    }
}
