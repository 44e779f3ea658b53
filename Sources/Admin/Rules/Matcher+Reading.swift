import Kernel

extension Matcher {
    private enum Word: String, CaseIterable {
        case equals, contains, matches, present, absent
    }

    /// Reads a plain value, which must be equal, or an object with one word as its only key.
    init(_ value: JSONValue) throws(MatcherComplaint) {
        guard let object = value.object else {
            self = .equals(value)
            return
        }
        let words = Word.allCases.map(\.rawValue)
        guard let member = object.members.first, object.members.count == 1 else {
            throw MatcherComplaint(problem: "must have exactly one of \(words.joined(separator: ", "))")
        }
        guard let word = Word(rawValue: member.name) else {
            let meant = TextSuggestion.nearest(to: member.name, among: words)
            throw MatcherComplaint(
                problem: "has the unknown word \(member.name)"
                    + (meant.map { "; did you mean \($0)?" } ?? "; expected \(words.joined(separator: ", "))"))
        }
        try self.init(word, member.value)
    }

    private init(_ word: Word, _ value: JSONValue) throws(MatcherComplaint) {
        switch (word, value) {
        case (.equals, let wanted): self = .equals(wanted)
        case (.contains, .string(let part)): self = .contains(part)
        case (.matches, .string(let pattern)):
            guard (try? Regex(pattern)) != nil else {
                throw MatcherComplaint(problem: "must match a regular expression; \"\(pattern)\" is none")
            }
            self = .matches(pattern)
        case (.present, .bool(true)), (.absent, .bool(false)): self = .present
        case (.absent, .bool(true)), (.present, .bool(false)): self = .absent
        case (.contains, _), (.matches, _):
            throw MatcherComplaint(problem: "needs a string for \(word.rawValue), not \(value.kind)")
        case (.present, _), (.absent, _):
            throw MatcherComplaint(problem: "needs true or false for \(word.rawValue), not \(value.kind)")
        }
    }
}
