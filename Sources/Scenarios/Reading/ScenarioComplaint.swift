/// One mistake in a scenario, with the place where it was written.
package struct ScenarioComplaint: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as the user named it, or a word such as `built-in:demo`.
    package let file: String
    /// The line, from 1; 0 where the file as a whole is meant.
    package let line: Int
    /// The column in Unicode scalars, from 1.
    package let column: Int
    /// What is wrong, in words, with a suggestion where there is one.
    package let problem: String

    /// A complaint about a place that is known by its numbers.
    package init(file: String, line: Int, column: Int, problem: String) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    init(_ place: Place, _ problem: String) {
        self.init(file: place.file, line: place.line, column: place.column, problem: problem)
    }

    /// In the form that editors and terminals make a link of: `FILE:LINE:COLUMN: problem`.
    package var description: String { line == 0 ? "\(file): \(problem)" : "\(file):\(line):\(column): \(problem)" }
}
