/// One mistake in a scenario, with the place where it was written.
package struct ScenarioComplaint: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as the user named it, or a word such as `built-in:demo`.
    package let file: String
    /// The line, from 1; 0 if the file as a whole is meant.
    package let line: Int
    /// The column in Unicode scalars, from 1.
    package let column: Int
    /// What is wrong, in words, with a suggestion if there is one.
    package let problem: String

    /// A complaint about a place that is known by its numbers.
    package init(file: String, line: Int, column: Int, problem: String) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    init(_ location: SourceLocation, _ problem: String) {
        self.init(file: location.file, line: location.line, column: location.column, problem: problem)
    }

    /// In the form that editors and terminals make a link of: `FILE:LINE:COLUMN: problem`.
    package var description: String { line == 0 ? "\(file): \(problem)" : "\(file):\(line):\(column): \(problem)" }
}

/// Everything that is wrong with a scenario: never empty, each mistake once, in the order of the files and lines; of a file
/// with very many mistakes the first ones.
package struct ScenarioComplaints: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mistakes.
    package let complaints: [ScenarioComplaint]

    /// How many complaints about one file are listed.
    private static let mostPerFile = 100

    init(_ complaints: [ScenarioComplaint]) {
        var files: [String: Int] = [:]
        var seen: Set<ScenarioComplaint> = []
        for complaint in complaints where files[complaint.file] == nil { files[complaint.file] = files.count }
        let sorted = complaints.filter { seen.insert($0).inserted }.sorted {
            (files[$0.file] ?? 0, $0.line, $0.column) < (files[$1.file] ?? 0, $1.line, $1.column)
        }
        self.complaints = Self.shortened(sorted)
    }

    init(_ location: SourceLocation, _ problem: String) {
        self.init([ScenarioComplaint(location, problem)])
    }

    /// The first complaints about each file, and that there are more.
    private static func shortened(_ complaints: [ScenarioComplaint]) -> [ScenarioComplaint] {
        var counts: [String: Int] = [:]
        return complaints.compactMap { complaint in
            counts[complaint.file, default: 0] += 1
            switch counts[complaint.file, default: 0] {
            case ...mostPerFile: return complaint
            case mostPerFile + 1:
                return ScenarioComplaint(
                    file: complaint.file, line: complaint.line, column: complaint.column,
                    problem: "here and behind there are more mistakes than the \(mostPerFile) that are told")
            default: return nil
            }
        }
    }

    /// One line each.
    package var description: String { complaints.map(\.description).joined(separator: "\n") }
}
