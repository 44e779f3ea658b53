import Kernel
import KernelHTTP

/// The query parameters that a call takes. Anything else is refused: a typing error must not widen a filter silently.
struct QueryTerms {
    private static let mostComplaints = 50

    private let names: [String]

    /// These parameters, and `world`.
    init(_ names: [String]) {
        self.names = names + ["world"]
    }

    /// Throws where the query has a parameter that is unknown or given twice.
    func check(_ query: NamedValues) throws(ControlRefusal) {
        var seen: Set<String> = []
        var complaints: [String] = []
        for pair in query.pairs where complaints.count < Self.mostComplaints {
            if !names.contains(pair.name) {
                complaints.append(complaint(about: pair.name))
            } else if !seen.insert(pair.name).inserted {
                complaints.append("The query parameter \(pair.name) is given twice")
            }
        }
        guard complaints.isEmpty else { throw .invalidQuery(complaints) }
    }

    private func complaint(about name: String) -> String {
        let unknown = "The query parameter \(name) is unknown"
        guard let meant = TextSuggestion.nearest(to: name, among: names) else {
            return "\(unknown); expected \(names.joined(separator: ", "))"
        }
        return "\(unknown); did you mean \(meant)?"
    }
}
