/// What is wrong with a text that should be JSON, and where.
package struct JSONComplaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found and what belongs there, in words.
    package let problem: String
    /// The line, from 1.
    package let line: Int
    /// The column in bytes, from 1.
    package let column: Int

    /// For example `Expected a value after ',' at line 1 column 22`.
    package var description: String { "\(problem) at line \(line) column \(column)" }
}
