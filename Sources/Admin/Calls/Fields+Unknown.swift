import Kernel

extension Fields {
    /// A complaint for each member whose name is none of `names`, up to a number that a person would read: a typing error
    /// in a test must not pass silently.
    func unknownMembers(besides names: [String]) -> [FieldComplaint] {
        raw.members.lazy.map(\.name).filter { !names.contains($0) }.prefix(Self.mostComplaints).map {
            complaint($0, Self.problem(of: $0, among: names))
        }
    }

    private static var mostComplaints: Int { 50 }

    private static func problem(of name: String, among names: [String]) -> String {
        if let meant = TextSuggestion.nearest(to: name, among: names) { return "is unknown; did you mean \(meant)?" }
        if names.isEmpty { return "is unknown; none is expected here" }
        return "is unknown; expected \(names.joined(separator: ", "))"
    }
}
