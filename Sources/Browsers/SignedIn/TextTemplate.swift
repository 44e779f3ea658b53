/// A text with places that are filled when a browser starts: `{identity.id}`.
struct TextTemplate {
    private enum Part {
        case text(Substring)
        /// The words in the braces.
        case place(Substring)
    }

    private var parts: [Part] = []

    /// Reads a text. Braces around anything but two words with a dot between them are text.
    init(_ text: String) {
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[rest.index(after: open)...]
            let words = inside.prefix { $0 == "." || $0.isASCII && $0.isLetter }
            guard words.endIndex != rest.endIndex, rest[words.endIndex] == "}", Self.isPlace(words) else {
                parts.append(.text(rest[...open]))
                rest = inside
                continue
            }
            parts.append(.text(rest[..<open]))
            parts.append(.place(words))
            rest = rest[rest.index(after: words.endIndex)...]
        }
        parts.append(.text(rest))
    }

    private static func isPlace(_ words: Substring) -> Bool {
        words.split(separator: ".", omittingEmptySubsequences: false).map(\.isEmpty) == [false, false]
    }

    /// The places that it has, each as often as it has it.
    var places: [String] {
        parts.compactMap { if case .place(let name) = $0 { String(name) } else { nil } }
    }

    /// The text with its places filled. A place that `values` does not name is text; nil if one has no value, or the text would
    /// have more than `longest` bytes.
    func filled(
        from values: PlaceValues, longest: Int, _ written: (String) -> String = { $0 }
    ) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .place(let name):
                switch values.values[String(name)] {
                case .none: text += "{\(name)}"
                case .some(.none): return nil
                case .some(.some(let value)):
                    guard text.utf8.count + value.utf8.count <= longest else { return nil }
                    text += written(value)
                }
            }
            guard text.utf8.count <= longest else { return nil }
        }
        return text
    }
}

/// What fills the places of templates.
package struct PlaceValues: Sendable {
    /// By the words in the braces; nil where there is nothing to fill the place with.
    let values: [String: String?]

    /// These values, by the words in the braces: `identity.id`.
    package init(_ values: [String: String?]) {
        self.values = values
    }
}
