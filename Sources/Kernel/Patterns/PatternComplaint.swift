/// Why a text is no regular expression that Drydock takes.
package struct PatternComplaint: Error, Equatable, Sendable {
    /// In words, to be read after the name of the field.
    package let problem: String

    /// A complaint in these words.
    package init(problem: String) {
        self.problem = problem
    }
}
