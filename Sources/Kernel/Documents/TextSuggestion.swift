/// Finds the word that somebody probably meant.
public enum TextSuggestion {
    /// The candidate nearest to `word`, if it is near enough to be worth saying; nil for a text that is too long for a word.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        // The comparison takes time and space by the product of the lengths, and a hostile word has megabytes.
        guard word.utf8.count <= longestWord else { return nil }
        // Thousands of references that lead nowhere into thousands of names would keep a start busy for minutes.
        let candidates = candidates.prefix(mostCandidates + 1).map(\.self)
        guard candidates.count <= mostCandidates else { return nil }
        let allowed = max(1, word.count / 3)
        let lengths = word.count - allowed...word.count + allowed
        // Names may be as long as somebody likes: what has too many bytes is not counted letter by letter.
        let ranked = candidates.filter { $0.utf8.count <= 4 * longestWord && lengths.contains($0.count) }.map {
            ($0, distance(Array(word.lowercased()), Array($0.lowercased())))
        }
        guard let best = ranked.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), best.1 <= allowed else { return nil }
        return best.0
    }

    /// The end of a complaint: `; did you mean `x`?`, or nothing.
    public static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }

    private static let longestWord = 200
    private static let mostCandidates = 500

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour to get from `left` to `right`.
    public static func distance(from left: some StringProtocol, to right: some StringProtocol) -> Int {
        distance(Array(left), Array(right))
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1..<(left.count + 1) {
            var current = [row]
            for column in 1..<(right.count + 1) {
                let replaced = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                var cost = min(last[column] + 1, current[column - 1] + 1, replaced)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
