import Kernel

/// What stands within a block of Markdown: code voice, links, pictures, emphasis.
struct MarkdownText {
    /// Where a link leads; nil if nothing here is there.
    typealias Resolve = (_ destination: String) -> String?

    private let resolve: Resolve

    init(_ resolve: @escaping Resolve) {
        self.resolve = resolve
    }

    /// The text as HTML. What is no markup is escaped.
    func markup(_ text: some StringProtocol) -> Markup {
        var rest = Substring(text)
        var pieces: [Markup] = []
        var plain = ""
        func flush() {
            if !plain.isEmpty { pieces.append("\(plain)") }
            plain = ""
        }
        while let character = rest.first {
            if let (piece, end) = span(rest, after: plain.last) {
                flush()
                pieces.append(piece)
                rest = rest[end...]
            } else if character == "`" {
                // A run that nothing closes is text, all of it.
                let run = rest.prefix { $0 == "`" }
                plain += run
                rest = rest[run.endIndex...]
            } else {
                plain.append(character)
                rest.removeFirst()
            }
        }
        flush()
        return pieces.reduce(Markup.empty) { "\($0)\($1)" }
    }

    /// The text without any markup, as headings are in anchors and descriptions.
    static func plain(_ text: String) -> String {
        let html = MarkdownText { _ in "" }.markup(text).html
        var plain = ""
        var isTag = false
        for character in html {
            if character == "<" { isTag = true }
            if !isTag { plain.append(character) }
            if character == ">" { isTag = false }
        }
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        return entities.reduce(plain) { $0.replacing($1.0, with: $1.1) }
    }

    /// What begins here, and where it ends; nil if it is text.
    private func span(_ text: Substring, after last: Character?) -> (Markup, Substring.Index)? {
        switch text.first {
        case "\\": escape(text)
        case "`": code(text)
        case "!": picture(text)
        case "[": link(text)
        case "<": address(text)
        case "*":
            emphasis(text, "**", "strong") ?? emphasis(text, "*", "em")
        case "_" where last.map { !$0.isLetter && !$0.isNumber } ?? true: emphasis(text, "_", "em")
        default: nil
        }
    }

    private func escape(_ text: Substring) -> (Markup, Substring.Index)? {
        guard let next = text.dropFirst().first, next.isASCII, next.isPunctuation || next.isSymbol else { return nil }
        return ("\(String(next))", text.index(text.startIndex, offsetBy: 2))
    }

    private func code(_ text: Substring) -> (Markup, Substring.Index)? {
        guard let (content, end) = Self.codeSpan(text) else { return nil }
        var words = content.map { $0 == "\n" ? " " : String($0) }.joined()
        if words.hasPrefix(" "), words.hasSuffix(" "), words.contains(where: { $0 != " " }) {
            words = String(words.dropFirst().dropLast())
        }
        return (.code(words), end)
    }

    /// What is between a run of backticks and the next one of the same length, and where that ends.
    private static func codeSpan(_ text: Substring) -> (Substring, Substring.Index)? {
        let run = text.prefix { $0 == "`" }
        var rest = text[run.endIndex...]
        while let start = rest.firstIndex(of: "`") {
            let close = rest[start...].prefix { $0 == "`" }
            if close.count == run.count { return (text[run.endIndex..<start], close.endIndex) }
            rest = rest[close.endIndex...]
        }
        return nil
    }

    /// A picture is told of, as the server carries none.
    private func picture(_ text: Substring) -> (Markup, Substring.Index)? {
        guard let (words, _, end) = Self.linkParts(text.dropFirst()) else { return nil }
        return ("<span class=\"picture\">Picture: \(words)</span>", end)
    }

    private func link(_ text: Substring) -> (Markup, Substring.Index)? {
        guard let (words, destination, end) = Self.linkParts(text) else { return nil }
        let shown = markup(words)
        guard let address = resolve(destination) else { return (shown, end) }
        return ("<a href=\"\(address)\">\(shown)</a>", end)
    }

    /// The words and the destination of `[words](destination)`, and where it ends.
    private static func linkParts(_ text: Substring) -> (Substring, String, Substring.Index)? {
        guard text.first == "[" else { return nil }
        var depth = 0
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case "`":
                if let (_, end) = codeSpan(text[index...]) {
                    index = end
                    continue
                }
            case "\\" where text.index(after: index) < text.endIndex: index = text.index(after: index)
            case "[": depth += 1
            case "]":
                depth -= 1
                if depth == 0 {
                    let rest = text[text.index(after: index)...]
                    guard rest.first == "(", let close = rest.firstIndex(of: ")") else { return nil }
                    let words = text[text.index(after: text.startIndex)..<index]
                    return (words, String(rest[rest.index(after: rest.startIndex)..<close]), rest.index(after: close))
                }
            default: break
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// `<https://example.com>`
    private func address(_ text: Substring) -> (Markup, Substring.Index)? {
        guard text.hasPrefix("<http"), let end = text.firstIndex(of: ">") else { return nil }
        let address = text[text.index(after: text.startIndex)..<end]
        guard address.contains("://"), !address.contains(where: \.isWhitespace) else { return nil }
        return (.link(String(address), address), text.index(after: end))
    }

    private func emphasis(_ text: Substring, _ mark: String, _ element: String) -> (Markup, Substring.Index)? {
        guard text.hasPrefix(mark) else { return nil }
        let start = text.index(text.startIndex, offsetBy: mark.count)
        guard let first = text[start...].first, !first.isWhitespace, first != "*" else { return nil }
        var index = start
        while index < text.endIndex {
            if text[index] == "`", let (_, end) = Self.codeSpan(text[index...]) {
                index = end
                continue
            }
            let rest = text[index...]
            if rest.hasPrefix(mark), index > start, !text[text.index(before: index)].isWhitespace {
                let end = text.index(index, offsetBy: mark.count)
                // One star within two is none that closes.
                if mark.count == 1, text[end...].first == "*" {
                    index = text.index(after: end)
                    continue
                }
                let inner = markup(text[start..<index])
                return (
                    "\(Markup(stringLiteral: "<\(element)>"))\(inner)\(Markup(stringLiteral: "</\(element)>"))", end
                )
            }
            index = text.index(after: index)
        }
        return nil
    }
}
