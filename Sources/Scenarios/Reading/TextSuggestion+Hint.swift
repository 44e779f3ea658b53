import Kernel

extension TextSuggestion {
    /// The end of a complaint: `; did you mean `x`?`, or nothing.
    static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }
}
