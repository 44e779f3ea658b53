import Kernel

/// Foreign text within our sentences: in quotes, escaped, and short however long it is.
enum Quotation {
    private static let longest = 80
    private static let most = 10

    /// The text in double quotes.
    static func of(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(longest)
        let isWhole = start.endIndex == text.unicodeScalars.endIndex
        return JSONWriter.text(String(String.UnicodeScalarView(start)) + (isWhole ? "" : "…"))
    }

    /// The texts, each in double quotes, and how many more there are.
    static func of(_ texts: [String]) -> String {
        list(texts.map { of($0) })
    }

    /// The first of `parts`, and how many more there are.
    static func list(_ parts: [String]) -> String {
        let shown = parts.prefix(most).joined(separator: ", ")
        return parts.count > most ? "\(shown) and \(parts.count - most) more" : shown
    }
}
