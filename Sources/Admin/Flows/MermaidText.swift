import Kernel

/// A sequence diagram in Mermaid's language, which issue trackers and wikis draw.
struct MermaidText {
    private let diagram: SequenceDiagram

    /// The text of this diagram.
    init(_ diagram: SequenceDiagram) {
        self.diagram = diagram
    }

    /// `sequenceDiagram` and a line for each participant and row.
    var text: String {
        var lines = ["sequenceDiagram"]
        lines += diagram.participants.map { "    participant \(letter($0)) as \(Self.escaped($0.words))" }
        for row in diagram.rows { lines += self.lines(row) }
        return lines.joined(separator: "\n")
    }

    /// A letter for each column: words of ours could be words of the language.
    private func letter(_ participant: SequenceDiagram.Participant) -> String {
        let column = diagram.participants.firstIndex(of: participant) ?? 0
        return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(clamping: column)))
    }

    private func lines(_ row: SequenceDiagram.Row) -> [String] {
        switch row {
        case .message(let message):
            let arrow = message.isFailed ? "-x" : message.isOffered ? "-->>" : "->>"
            let line = "    \(letter(message.from))\(arrow)\(letter(message.to)): \(Self.escaped(message.label))"
            guard let note = message.note else { return [line] }
            return [line, "    Note over \(letter(message.to)): \(Self.escaped(note))"]
        case .pause(let span): return note("\(span.words) later")
        case .omission(let count): return note("\(count) more")
        }
    }

    /// A note over all columns.
    private func note(_ text: String) -> [String] {
        guard let first = diagram.participants.first, let last = diagram.participants.last else { return [] }
        let columns = first == last ? letter(first) : "\(letter(first)),\(letter(last))"
        return ["    Note over \(columns): \(Self.escaped(text))"]
    }

    /// A text that stands in a line without ending it: signs that Mermaid reads are written as its entity codes.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "#", ";", "<", ">", "&", "\"", ":", "%", "`", "{", "}": escaped += "#\(scalar.value);"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.isWhitespace:
                escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped.isEmpty ? " " : escaped
    }
}

extension TimeSpan {
    /// The span in its two largest units: nobody counts the milliseconds of a day.
    var words: String {
        let units: [(name: String, length: Int64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        var rest = seconds
        var words: [String] = []
        for unit in units where rest >= unit.length && words.count < 2 {
            words.append("\(rest / unit.length) \(unit.name)")
            rest %= unit.length
        }
        return words.isEmpty ? "less than a second" : words.joined(separator: " ")
    }
}
