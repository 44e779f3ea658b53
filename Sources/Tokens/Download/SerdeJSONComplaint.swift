/// Why a body is not a key set, and where, as the vendor's JSON library counts.
struct SerdeJSONComplaint: Error, Hashable, Sendable {
    let problem: SerdeJSONProblem
    /// From 1.
    let line: Int
    /// In bytes; 0 where nothing of the line was read.
    let column: Int
}

extension SerdeJSONComplaint: CustomStringConvertible {
    /// For example `expected value at line 1 column 1`.
    var description: String { "\(problem) at line \(line) column \(column)" }
}
