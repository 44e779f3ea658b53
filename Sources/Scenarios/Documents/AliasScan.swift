/// Looks for aliases in keys before the text is parsed: the YAML library compares keys with everything that their aliases
/// stand for, so a few lines could keep it busy for ever. Aliases in values are counted while the nodes are built.
enum AliasScan {
    /// The first line that has such a key, from 1; nil where there is none.
    static func lineOfKeyWithAlias(in text: String) -> Int? {
        guard text.contains("&"), text.contains("*") else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.contains(/(^|[\s\[{,])\*[\w-]/) }) else { return nil }
        return lines.firstIndex { $0.contains(/\*[\w-]+\s*:|^[\s-]*\?|[{,\[]\s*\?|[\]}]\s*:/) }.map { $0 + 1 }
    }
}
