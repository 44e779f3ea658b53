/// Hides API keys, so that a journal can be pasted into a ticket. Four letters stay, to tell keys apart.
enum SecretMask {
    case masking
    case showing

    private static let secretHeaders: Set = ["anchor-api-key", "authorization", "proxy-authorization"]

    /// The value of the header `name`, in lower case, as it may be shown.
    func header(_ name: String, _ value: String) -> String {
        guard self == .masking else { return value }
        guard Self.secretHeaders.contains(name) else { return text(value) }
        guard let space = value.firstIndex(of: " "), name != "anchor-api-key" else { return Self.hidden(value[...]) }
        return value[...space] + Self.hidden(value[value.index(after: space)...])
    }

    /// A text with URLs in it: the keys in their queries, `apiKey=`, are hidden.
    func text(_ text: String) -> String {
        guard self == .masking, text.contains("apiKey=") else { return text }
        var shown = ""
        var rest = text[...]
        while let range = rest.firstRange(of: "apiKey=") {
            shown += rest[..<range.upperBound]
            let key = rest[range.upperBound...].prefix { !"&#\"'<> \\\n\r".contains($0) }
            shown += Self.hidden(key)
            rest = rest[key.endIndex...]
        }
        return shown + rest
    }

    /// The first four letters of a key that has more.
    private static func hidden(_ key: Substring) -> String {
        if key.isEmpty { return "" }
        return key.count > 4 ? "\(key.prefix(4))…" : "…"
    }
}
