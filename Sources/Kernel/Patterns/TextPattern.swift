/// A regular expression that takes time in proportion to the text, whatever it says: rules are held against whatever clients
/// send, and an expression that tries every way of matching can take hours for forty bytes.
///
/// It knows what an automaton can know: classes, groups, alternatives, repetition, anchors and the flags `i`, `m` and `s`. What
/// needs memory of what was matched, references and assertions about surroundings, is refused.
package struct TextPattern: Sendable {
    /// The expression as written.
    package let source: String
    private let program: PatternProgram

    /// Compiles `source`.
    package init(_ source: String) throws(PatternComplaint) {
        self.source = source
        var parser = PatternParser(source)
        program = try PatternProgram(try parser.parse())
    }

    /// Whether some part of `text` matches.
    package func occurs(in text: String) -> Bool {
        var search = PatternSearch(program)
        return search.run(over: text.unicodeScalars)
    }
}

extension TextPattern: Hashable {
    /// Whether both are written alike.
    package static func == (left: TextPattern, right: TextPattern) -> Bool { left.source == right.source }

    /// By what is written.
    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
