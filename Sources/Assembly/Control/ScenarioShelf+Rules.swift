import Kernel
import Scenarios

extension ScenarioShelf {
    /// A rule as text.
    func rule(_ text: String) throws(StartRefusal) -> Rule {
        try Self.refusing { () throws(ScenarioComplaints) in try reader.readRule(text, file: "rule") }
    }

    /// Another document as text, in which operations are named.
    func read<Document: Decodable>(
        _ text: String, patterns: (Document) -> [RequestPattern]
    ) throws(StartRefusal) -> Document {
        try Self.refusing { () throws(ScenarioComplaints) in try reader.read(text, file: "body", patterns: patterns) }
    }
}
