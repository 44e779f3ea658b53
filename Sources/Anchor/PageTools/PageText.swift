import Kernel

/// The text of a page as Markdown: headings, paragraphs, lists, links, pictures, emphasis and code. What is not shown is left out.
///
/// It reads tags one after the other, as they come: what is never closed or was never opened does no harm.
struct PageText {
    /// The Markdown of a document in HTML. It takes time in proportion to its length.
    static func markdown(ofHTML html: String) -> String {
        var text = PageText(html)
        text.read()
        return text.finished
    }

    /// What a person would read on a page, in few words where it is no text.
    static func plain(_ page: ToolPage) -> String {
        if page.isHTML { return markdown(ofHTML: page.text) }
        if page.mediaType.hasPrefix("text/") || page.mediaType.hasSuffix("json") { return page.text }
        return "\(page.bytes.count) bytes of \(page.mediaType)"
    }

    /// A text for a place in HTML.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }

    /// Elements whose content nobody sees as text.
    private static let hidden: Set<String> = [
        "title", "script", "style", "template", "noscript", "head", "svg", "iframe",
    ]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form",
        "header", "html", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    ]
    private static let emphasis = ["b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"]
    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©", "mdash": "—",
        "ndash": "–", "hellip": "…", "euro": "€",
    ]

    private var rest: Substring.UTF8View
    private var output = ""
    /// How many line feeds are due before the next text.
    private var breaks = 0
    private var isSpaceDue = false
    /// Where the links that are open lead.
    private var links: [String] = []
    private var isPreformatted = false
    /// Whether anything that is left ends a tag, as far as is known.
    private var hasTags = true

    private init(_ html: String) {
        rest = html[...].utf8
    }

    private var finished: String { output.isEmpty ? "" : output + "\n" }

    private mutating func read() {
        while let byte = rest.first {
            if byte == UInt8(ascii: "<"), let tag = takeTag() {
                take(tag)
            } else {
                let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
                write(Self.decoded(Substring(rest[..<end])))
                rest = rest[end...]
            }
        }
    }

    // MARK: - Text

    private mutating func write(_ text: String) {
        if isPreformatted { return put(text) }
        var isFirst = true
        for word in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            if !isFirst { isSpaceDue = true }
            isFirst = false
            if !word.isEmpty { put(String(word)) }
        }
    }

    private mutating func put(_ text: String) {
        if !output.isEmpty {
            if breaks > 0 {
                output += String(repeating: "\n", count: breaks)
            } else if isSpaceDue, output.last?.isWhitespace == false {
                output += " "
            }
        }
        breaks = 0
        isSpaceDue = false
        output += text
    }

    private mutating func end(lines count: Int) { breaks = max(breaks, count) }

    /// Text with its character references replaced.
    private static func decoded(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
        var decoded = ""
        var rest = text
        while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
            decoded += rest[..<sign]
            rest = rest[rest.utf8.index(after: sign)...]
            let name = rest.prefix(10).prefix { $0 != ";" && $0 != "&" }
            if name.endIndex < rest.endIndex, rest[name.endIndex] == ";", let text = character(named: name) {
                decoded += text
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                decoded += "&"
            }
        }
        return decoded + rest
    }

    private static func character(named name: Substring) -> String? {
        guard name.first == "#" else { return entities[String(name)] }
        let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
        let number = isHexadecimal ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        return number.flatMap(Unicode.Scalar.init).map { String($0) }
    }

    // MARK: - Tags

    private struct Tag {
        let name: String
        let isEnd: Bool
        let attributes: Substring
    }

    /// Takes a tag or a comment away; nil if the sign begins none.
    private mutating func takeTag() -> Tag? {
        let inner = rest.dropFirst()
        if inner.starts(with: "!--".utf8) {
            skipComment(inner.dropFirst(3))
            return Tag(name: "!--", isEnd: false, attributes: "")
        }
        guard hasTags, let first = inner.first, Self.beginsTag(first) else { return nil }
        guard let end = inner.firstIndex(of: UInt8(ascii: ">")) else {
            // Nobody looks for it again at every sign that follows.
            hasTags = false
            return nil
        }
        let isEnd = first == UInt8(ascii: "/")
        let content = isEnd ? inner[..<end].dropFirst() : inner[..<end]
        let name = content.prefix { !Self.endsName($0) }
        rest = inner[inner.index(after: end)...]
        return Tag(
            name: Substring(name).lowercased(), isEnd: isEnd, attributes: Substring(content[name.endIndex...]))
    }

    private mutating func skipComment(_ comment: Substring.UTF8View) {
        var tail = comment
        while let sign = tail.firstIndex(of: UInt8(ascii: ">")) {
            tail = comment[comment.index(after: sign)...]
            if comment[..<sign].suffix(2).elementsEqual("--".utf8) { break }
        }
        rest = tail.startIndex == comment.startIndex ? tail[tail.endIndex...] : tail
    }

    private static func beginsTag(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func endsName(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "/") }

    private mutating func take(_ tag: Tag) {
        switch tag.name {
        case let name where Self.hidden.contains(name) && !tag.isEnd: skip(to: name)
        case "br": end(lines: 1)
        case "hr":
            end(lines: 2)
            put("---")
            end(lines: 2)
        case "h1", "h2", "h3", "h4", "h5", "h6":
            end(lines: 2)
            if !tag.isEnd { put(String(repeating: "#", count: Int(tag.name.dropFirst()) ?? 1) + " ") }
        case "li":
            end(lines: 1)
            if !tag.isEnd { put("- ") }
        case "td", "th": isSpaceDue = true
        case "a": takeLink(tag)
        case "img":
            put("![\(Self.attribute("alt", of: tag) ?? "")](\(Self.attribute("src", of: tag) ?? ""))")
        case let name where Self.emphasis[name] != nil && !isPreformatted:
            // The sign that ends belongs to the word before it.
            if tag.isEnd { output += Self.emphasis[name] ?? "" } else { put(Self.emphasis[name] ?? "") }
        case let name where Self.blocks.contains(name):
            end(lines: 2)
            guard name == "pre", isPreformatted == tag.isEnd else { return }
            if !tag.isEnd { put("```\n") }
            isPreformatted = !tag.isEnd
            if tag.isEnd { output += "\n```" }
        default: break
        }
    }

    private mutating func takeLink(_ tag: Tag) {
        if tag.isEnd {
            if let link = links.popLast(), !link.isEmpty { output += "](\(link))" }
            return
        }
        let address = Self.attribute("href", of: tag) ?? ""
        links.append(address)
        if !address.isEmpty { put("[") }
    }

    /// Goes behind the end tag of what is not shown.
    private mutating func skip(to name: String) {
        let end = "</\(name)"
        while let sign = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[sign...]
            if Substring(rest.prefix(end.utf8.count)).lowercased() == end {
                _ = takeTag() ?? drop()
                return
            }
            rest = rest.dropFirst()
        }
        rest = rest[rest.endIndex...]
    }

    private mutating func drop() -> Tag? {
        rest = rest[rest.endIndex...]
        return nil
    }

    private static func attribute(_ name: String, of tag: Tag) -> String? {
        var rest = tag.attributes
        while let sign = rest.firstIndex(of: "=") {
            let key = rest[..<sign].split(whereSeparator: \.isWhitespace).last?.lowercased()
            rest = rest[rest.index(after: sign)...].drop(while: \.isWhitespace)
            let value: Substring
            if let quote = rest.first, quote == "\"" || quote == "'" {
                value = rest.dropFirst().prefix { $0 != quote }
                rest = rest[value.endIndex...].dropFirst()
            } else {
                value = rest.prefix { !$0.isWhitespace }
                rest = rest[value.endIndex...]
            }
            if key == name { return decoded(value) }
        }
        return nil
    }
}
