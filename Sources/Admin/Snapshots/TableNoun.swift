/// What a vendor calls the objects of a table, in words: `identityTokens` of `anchor` are Anchor identity tokens.
struct TableNoun: Sendable {
    private let one: String
    private let many: String

    init(vendor: String, table: String) {
        let words = Self.words(table)
        let owner = vendor.prefix(1).uppercased() + vendor.dropFirst()
        many = "\(owner) \(words)"
        one = many.hasSuffix("ies") ? many.dropLast(3) + "y" : String(many.dropLast(many.hasSuffix("s") ? 1 : 0))
    }

    /// For example `1 Anchor identity`, `3 Anon app users`.
    func counted(_ count: Int) -> String { "\(count) \(count == 1 ? one : many)" }

    private static func words(_ name: String) -> String {
        let spaced = name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
        }
        return spaced.hasPrefix("sdk ") ? "SDK" + spaced.dropFirst(3) : spaced
    }
}
