import Admin
import Kernel

/// Text of the other server as a report may have it: short, on one line, and without what looks like a secret.
struct ShownText: Sendable {
    private static let longest = 200
    /// As long as this, letters and digits in one piece are taken for a token.
    private static let shortestToken = 20

    private let key: String

    /// - Parameter key: the API key, which is never shown.
    init(hiding key: String) {
        self.key = key
    }

    /// The text.
    func callAsFunction(_ text: String) -> String {
        // A long text is cut before it is searched, between characters, and once more behind what masks add.
        var text = String(text.prefix(4 * Self.longest))
        if !key.isEmpty { text = text.split(separator: key, omittingEmptySubsequences: false).joined(separator: "***") }
        text = SecretMask.masking.text(text)
        text = Self.words(of: text).map(Self.masked).joined()
        let clean = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        return clean.count > Self.longest ? "\(clean.prefix(Self.longest))…" : clean
    }

    /// The id of something, whole: whoever is to delete it needs it.
    func id(_ text: String) -> String {
        text.utf8.count <= Self.longest && !text.contains(key) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            ? text : self(text)
    }

    /// The text in pieces that are either of what tokens and addresses are made of, or of anything else.
    private static func words(of text: String) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        for index in text.indices.dropFirst()
        where isOfToken(text[index]) != isOfToken(text[text.index(before: index)]) {
            words.append(text[start..<index])
            start = index
        }
        words.append(text[start...])
        return words
    }

    private static func masked(_ word: Substring) -> String {
        if word.contains("@") { return "***" }
        if word.lowercased().hasPrefix("sk-") { return "***" }
        guard word.utf8.count >= shortestToken, !ObjectID(String(word)).isUUID, word.contains(where: \.isNumber)
        else { return String(word) }
        return "***"
    }

    private static func isOfToken(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "@-_+=.~%".contains(character)
    }
}
