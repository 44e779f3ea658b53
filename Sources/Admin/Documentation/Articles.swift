import EmbeddedDocuments
import Kernel

/// An article of the documentation, as the binary carries it.
struct Article: Sendable {
    /// Its file's name without `.md`.
    let name: String
    /// Its first heading.
    let title: String
    /// The first sentence below that.
    let summary: String
    /// The whole text, in Markdown, with links to where this server has the others.
    let text: String

    fileprivate init(name: String, text: String) {
        self.name = name
        // The files lie in folders of the repository; here all of them are in one.
        self.text =
            text
            .replacing("](\(Articles.folder)/", with: "](")
            .replacing("](../../../README.md", with: "](README.md")
        let blocks = Markdown(text).blocks
        let heading =
            blocks.lazy.compactMap { block in
                if case .heading(1, let text) = block { MarkdownText.plain(text) } else { nil }
            }.first
        // The README's heading is the whole project's.
        title = name == Articles.readme ? name : heading ?? name
        summary =
            blocks.lazy.compactMap { block in
                if case .paragraph(let text) = block { MarkdownText.plain(text).firstSentence } else { nil }
            }.first ?? ""
    }
}

/// All articles, in the order in which the documentation's first page names them.
struct Articles: Sendable {
    /// Some articles under a heading.
    struct Section: Sendable {
        let title: String
        let articles: [Article]
    }

    /// The folder of the articles, as the README names it.
    static let folder = "Sources/drydock/Documentation.docc"
    /// The one that lies above that folder.
    fileprivate static let readme = "README"
    /// The article that names all others.
    private static let first = "Drydock"

    /// What the binary carries.
    static let embedded = Articles(
        (0..<embeddedArticleCount()).map { place in
            let article = embeddedArticle(place)
            return Article(name: String(cString: article.name), text: article.document.text)
        })

    /// What it is all about, in a sentence.
    let summary: String
    /// Every article once.
    let sections: [Section]
    private let byName: [String: Article]

    private init(_ articles: [Article]) {
        let byName = Dictionary(articles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.byName = byName
        let first = byName[Self.first]
        summary = first?.summary ?? ""
        var sections: [Section] = []
        var listed: Set<String> = []
        var title = ""
        for block in first.map({ Markdown($0.text).blocks }) ?? [] {
            switch block {
            // A table below a line in bold.
            case .paragraph(let text) where text.hasPrefix("**") && text.hasSuffix("**"):
                title = MarkdownText.plain(text)
            case .table(_, let rows) where !title.isEmpty:
                let named = rows.compactMap { row in row.first.flatMap { Self.linked(in: $0, byName) } }
                sections.append(Section(title: title, articles: named))
                listed.formUnion(named.map(\.name))
                title = ""
            default: break
            }
        }
        let others = articles.filter { !listed.contains($0.name) }
        self.sections = [Section(title: "Begin here", articles: others)] + sections
    }

    /// The article of this name; nil if there is none.
    subscript(name: String) -> Article? { byName[name] }

    /// The names of all.
    var names: [String] { sections.flatMap(\.articles).map(\.name) }

    private static func linked(in cell: String, _ articles: [String: Article]) -> Article? {
        guard let start = cell.firstRange(of: "]("), let end = cell[start.upperBound...].firstRange(of: ".md") else {
            return nil
        }
        return articles[String(cell[start.upperBound..<end.lowerBound])]
    }
}

// MARK: - llms.txt

extension Articles {
    /// The list of articles for assistants, in the form of llmstxt.org: a title, a summary, links in sections.
    ///
    /// - Parameter origin: where the server is reached.
    func index(at origin: String) -> String {
        let lists = sections.map { section in
            let lines = section.articles.map { article in
                "- [\(article.title)](\(origin)/_drydock/docs/\(article.name).md): \(article.summary)"
            }
            return "## \(section.title)\n\n" + lines.joined(separator: "\n")
        }
        return """
            # Drydock

            > \(summary)

            This server is one. Each article is Markdown as it stands in the repository; what is below answers in JSON or YAML.

            \(lists.joined(separator: "\n\n"))

            ## Ask this server

            - [Documented failures](\(origin)/_drydock/faq): symptom, cause, fix and commands of each, and what every reason means
            - [Operations](\(origin)/_drydock/operations): what is simulated, and what is canned
            - [Anchor Browser as OpenAPI](\(origin)/_drydock/openapi/anchor.yaml): the vendor's operations as Drydock has them
            - [Anon as OpenAPI](\(origin)/_drydock/openapi/anon.yaml): the same for Anon
            - [Control plane as OpenAPI](\(origin)/_drydock/openapi.yaml): every call under /_drydock

            """
    }
}

extension String {
    /// Up to the first full stop that ends a sentence, on one line.
    fileprivate var firstSentence: String {
        let line = split(separator: "\n").joined(separator: " ")
        guard let end = line.firstRange(of: ". ") else { return line }
        return String(line[..<end.lowerBound]) + "."
    }
}
