/// A text in the Markdown that our articles are written in, as blocks: CommonMark without what no article uses, tables as in
/// repositories. A test renders every article and finds nothing left over.
struct Markdown {
    indirect enum Block {
        case heading(level: Int, text: String)
        case paragraph(String)
        case code(language: String, text: String)
        case table(head: [String], rows: [[String]])
        case list(isOrdered: Bool, items: [[Block]])
        case quote([Block])
    }

    let blocks: [Block]

    init(_ text: String) {
        var reader = MarkdownReader(text.split(separator: "\n", omittingEmptySubsequences: false)[...])
        blocks = reader.blocks()
    }

    fileprivate init(lines: [Substring]) {
        var reader = MarkdownReader(lines[...])
        blocks = reader.blocks()
    }
}

/// Cuts lines into blocks.
private struct MarkdownReader {
    private var rest: ArraySlice<Substring>

    init(_ lines: ArraySlice<Substring>) {
        rest = lines
    }

    mutating func blocks() -> [Markdown.Block] {
        var blocks: [Markdown.Block] = []
        while let line = rest.first {
            if line.isBlank {
                rest.removeFirst()
            } else if line.hasPrefix("<!--") {
                skipComment()
            } else if line.isDirective {
                skipDirective()
            } else if line.isFence {
                blocks.append(code())
            } else if let level = line.headingLevel {
                rest.removeFirst()
                blocks.append(.heading(level: level, text: line.dropFirst(level + 1).trimmed))
            } else if line.hasPrefix("|") {
                blocks.append(table())
            } else if line.hasPrefix(">") {
                blocks.append(quote())
            } else if let marker = line.listMarker {
                blocks.append(list(isOrdered: marker.isOrdered))
            } else {
                blocks.append(paragraph())
            }
        }
        return blocks
    }

    private mutating func lines(while isIn: (Substring) -> Bool) -> [Substring] {
        let lines = rest.prefix(while: isIn)
        rest = rest.dropFirst(lines.count)
        return Array(lines)
    }

    private mutating func skipComment() {
        while let line = rest.popFirst(), !line.contains("-->") {}
    }

    /// DocC's own, for example `@Metadata { … }`: for its pages only.
    private mutating func skipDirective() {
        var depth = 0
        repeat {
            guard let line = rest.popFirst() else { return }
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
        } while depth > 0
    }

    private mutating func code() -> Markdown.Block {
        let fence = rest.removeFirst()
        let margin = fence.margin
        let mark = fence.dropFirst(margin).prefix { $0 == "`" }
        let body = lines { $0.trimmed != mark }
        if !rest.isEmpty { rest.removeFirst() }
        return .code(
            language: fence.dropFirst(margin + mark.count).trimmed,
            text: body.map { $0.dropFirst(min(margin, $0.margin)) }.joined(separator: "\n"))
    }

    private mutating func table() -> Markdown.Block {
        let rows = lines { $0.hasPrefix("|") }.map(\.cells)
        // The second line says how columns are aligned.
        return .table(head: rows[0], rows: Array(rows.dropFirst(2)))
    }

    private mutating func quote() -> Markdown.Block {
        let inner = lines { $0.hasPrefix(">") }.map { $0.dropFirst($0.hasPrefix("> ") ? 2 : 1) }
        return .quote(Markdown(lines: inner).blocks)
    }

    private mutating func list(isOrdered: Bool) -> Markdown.Block {
        var items: [[Markdown.Block]] = []
        while let marker = rest.first?.listMarker, marker.isOrdered == isOrdered {
            var item = [rest.removeFirst().dropFirst(marker.width)]
            while let line = rest.first {
                if line.isBlank {
                    // What follows an empty line belongs to the item only if it is indented.
                    guard let next = rest.first(where: { !$0.isBlank }), next.margin >= marker.width else { break }
                    item.append("")
                } else if line.margin >= marker.width {
                    item.append(line.dropFirst(marker.width))
                } else if line.listMarker == nil, item.last?.isBlank == false, !line.beginsBlock {
                    item.append(line.dropFirst(line.margin))
                } else {
                    break
                }
                rest.removeFirst()
            }
            items.append(Markdown(lines: item).blocks)
            rest = rest.drop { $0.isBlank }
        }
        return .list(isOrdered: isOrdered, items: items)
    }

    private mutating func paragraph() -> Markdown.Block {
        var text = [rest.removeFirst()]
        text += lines { !$0.isBlank && !$0.beginsBlock && $0.listMarker == nil }
        return .paragraph(text.map(\.trimmed).joined(separator: "\n"))
    }
}

extension Substring {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// How many spaces it begins with.
    fileprivate var margin: Int { prefix { $0 == " " }.count }

    fileprivate var trimmed: String {
        guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...end].drop(while: \.isWhitespace))
    }

    fileprivate var isFence: Bool { dropFirst(margin).hasPrefix("```") }

    /// `@Metadata`, at the beginning of a line.
    fileprivate var isDirective: Bool { first == "@" && (dropFirst().first?.isUppercase ?? false) }

    fileprivate var headingLevel: Int? {
        let marks = prefix { $0 == "#" }.count
        return (1...6).contains(marks) && dropFirst(marks).first == " " ? marks : nil
    }

    /// Whether a paragraph ends before it.
    fileprivate var beginsBlock: Bool {
        isFence || headingLevel != nil || hasPrefix("|") || hasPrefix(">") || hasPrefix("<!--")
    }

    /// `- ` or `1. `, and how far what belongs to the item is indented.
    fileprivate var listMarker: (isOrdered: Bool, width: Int)? {
        if hasPrefix("- ") || hasPrefix("* ") { return (false, 2) }
        let digits = prefix { $0.isNumber }.count
        guard (1...3).contains(digits), dropFirst(digits).hasPrefix(". ") else { return nil }
        return (true, digits + 2)
    }

    /// The cells of a table's line. A bar within one is written `\|`.
    fileprivate var cells: [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in dropFirst() {
            switch character {
            case "|" where isEscaped:
                cell.removeLast()
                cell.append("|")
            case "|":
                cells.append(cell[...].trimmed)
                cell = ""
            default: cell.append(character)
            }
            isEscaped = character == "\\"
        }
        if !cell[...].isBlank { cells.append(cell[...].trimmed) }
        return cells
    }
}
