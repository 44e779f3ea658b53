import Kernel
import KernelHTTP

/// HTML. A text that is interpolated into it is escaped, so that what came with a request can only ever be shown, never run.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    /// What is joined while a literal is read.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        /// Room for a literal with so many values in it.
        init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// HTML of our own.
        mutating func appendLiteral(_ literal: String) { html += literal }

        /// A text, escaped for elements and quoted attributes alike.
        mutating func appendInterpolation(_ text: some StringProtocol) { html += HTMLText.escape(text) }

        /// A number.
        mutating func appendInterpolation(_ number: Int) { html += "\(number)" }

        /// HTML that is whole already.
        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        /// HTML that may be missing.
        mutating func appendInterpolation(_ markup: Markup?) { html += markup?.html ?? "" }

        /// Several pieces, a line each.
        mutating func appendInterpolation(_ pieces: [Markup]) {
            html += pieces.lazy.map(\.html).joined(separator: "\n")
        }
    }

    /// The HTML.
    let html: String

    /// HTML of our own.
    init(stringLiteral html: String) {
        self.html = html
    }

    /// HTML with values in it.
    init(stringInterpolation: StringInterpolation) {
        html = stringInterpolation.html
    }

    /// Nothing.
    static let empty: Markup = ""
}

extension Markup {
    /// A text in code voice.
    static func code(_ text: some StringProtocol) -> Markup { "<code>\(text)</code>" }

    /// A link; address and words are text.
    static func link(_ address: String, _ words: some StringProtocol) -> Markup {
        "<a href=\"\(address)\">\(words)</a>"
    }

    /// Several pieces with commas between them.
    static func listed(_ pieces: [Markup]) -> Markup {
        Markup(stringLiteral: pieces.map(\.html).joined(separator: ", "))
    }

    /// Names and what they stand for, as a list of definitions.
    static func facts(_ facts: [(name: String, markup: Markup)]) -> Markup {
        let items = facts.map { fact in "<div><dt>\(fact.name)</dt><dd>\(fact.markup)</dd></div>" as Markup }
        return "<dl class=\"facts\">\(items)</dl>"
    }

    /// A text as it is, in a region that scrolls by itself and that the keyboard reaches.
    static func preformatted(_ text: String, label: String) -> Markup {
        """
        <div class="wide" role="region" aria-label="\(label)" tabindex="0"><pre><code>\(text)</code></pre></div>
        """
    }

    /// A value as JSON, a member a line.
    static func json(_ value: some JSONWritable, label: String) -> Markup {
        let bytes = JSONWriter.bytes(value)
        let text = (try? JSONParser.parse(bytes))?.indented ?? String(decoding: bytes, as: UTF8.self)
        return preformatted(text, label: label)
    }

    /// A table that scrolls by itself on a narrow screen; caption and columns are text.
    static func table(_ caption: String, columns: [String], rows: [[Markup]]) -> Markup {
        let head = columns.map { "<th scope=\"col\">\($0)</th>" as Markup }
        let body = rows.map { row in "<tr>\(row.map { "<td>\($0)</td>" as Markup })</tr>" as Markup }
        return """
            <div class="wide" role="region" aria-label="\(caption)" tabindex="0"><table>
            <caption>\(caption)</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>\(body)</tbody>
            </table></div>
            """
    }
}
