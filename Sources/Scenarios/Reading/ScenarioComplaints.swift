/// Everything that is wrong with a scenario: never empty, each mistake once, in the order of the files and lines.
package struct ScenarioComplaints: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mistakes.
    package let complaints: [ScenarioComplaint]

    init(_ complaints: [ScenarioComplaint]) {
        var files: [String: Int] = [:]
        var seen: Set<ScenarioComplaint> = []
        for complaint in complaints where files[complaint.file] == nil { files[complaint.file] = files.count }
        self.complaints = complaints.filter { seen.insert($0).inserted }.sorted {
            (files[$0.file] ?? 0, $0.line, $0.column) < (files[$1.file] ?? 0, $1.line, $1.column)
        }
    }

    init(_ place: Place, _ problem: String) {
        self.init([ScenarioComplaint(place, problem)])
    }

    /// One line each.
    package var description: String { complaints.map(\.description).joined(separator: "\n") }
}
