/// Everything that is wrong with a scenario: never empty, each mistake once, in the order of the files and lines; of a file
/// with very many mistakes the first ones.
package struct ScenarioComplaints: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mistakes.
    package let complaints: [ScenarioComplaint]

    /// How many complaints about one file are told.
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

    init(_ place: Place, _ problem: String) {
        self.init([ScenarioComplaint(place, problem)])
    }

    /// One line each.
    package var description: String { complaints.map(\.description).joined(separator: "\n") }
}
