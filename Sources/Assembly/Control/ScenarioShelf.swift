import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP
import Scenarios

/// All scenarios that this process can start from, read in terms of all vendors.
struct ScenarioShelf: Sendable {
    private let library: ScenarioLibrary
    private let hasOwnScenarios: Bool
    private static let sections: [any ScenarioSection.Type] = [AnchorSeed.self, AnonSeed.self]

    /// The format: the only place where scenarios meet the vendors' types and names. Found out at first use, because finding
    /// it out takes longer than the rest of a start.
    static let format: ScenarioFormat = {
        let (anchor, anon) = (AnchorVendor(), AnonVendor())
        return ScenarioFormat(
            sections: sections, operations: Drydock.operations.map(\.name),
            problems: [anchor.name: anchor.problemNames, anon.name: anon.problemNames])
    }()

    private var reader: ScenarioReader { ScenarioReader(format: Self.format, library: library) }

    /// The built-in scenarios and those of the folder `fixtures`.
    init(fixtures: String?) throws(StartRefusal) {
        library = try Self.refusing { () throws(ScenarioComplaints) in try ScenarioLibrary(folder: fixtures) }
        hasOwnScenarios = fixtures != nil
    }

    var summaries: [ScenarioSummary] {
        library.listings.map { ScenarioSummary(name: $0.name, title: $0.title) }
    }

    /// The format as a JSON Schema, for editors.
    var schema: String { Self.format.jsonSchema }

    /// The scenario of these names and paths, later ones laid over earlier ones; `default` where there are none.
    func scenario(overlaying names: [String]) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in
            var documents: [ScenarioDocument] = []
            for name in names.isEmpty ? ["default"] : names { documents.append(try library.document(for: name)) }
            if documents.count == 1, !hasOwnScenarios,
                ScenarioLibrary.builtIn.document(named: documents[0].name) == documents[0]
            {
                return try ScenarioReader.readBuiltIn(documents[0], sections: Self.sections)
            }
            return try reader.read(documents)
        }
    }

    /// The scenario of this name. A path is not taken: the control plane does not read files for whoever asks.
    func scenario(named name: String) throws(StartRefusal) -> Scenario {
        guard library.document(named: name) != nil else {
            let nearest = TextSuggestion.nearest(to: name, among: library.names)
            throw StartRefusal("there is no scenario `\(name)`" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
        }
        return try scenario(overlaying: [name])
    }

    /// A scenario as text.
    func scenario(document text: String) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in
            try reader.read([ScenarioDocument(name: "inline", file: "inline", text: text)])
        }
    }

    /// What is wrong with a rule besides its form: names that no vendor has.
    func complaints(about rule: Rule) -> [String] {
        Self.format.complaints(about: rule)
    }

    /// What is wrong with scenario files, one line each.
    static func lint(_ paths: [String]) -> [String] {
        ScenarioLint.lint(paths: paths, format: format).map(\.description)
    }

    private static func refusing<Value>(
        _ read: () throws(ScenarioComplaints) -> Value
    ) throws(StartRefusal) -> Value {
        do { return try read() } catch { throw StartRefusal(error.complaints.map(\.description)) }
    }
}
