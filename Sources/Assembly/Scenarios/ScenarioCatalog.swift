import Admin
import Browsers
import Kernel
import KernelHTTP
import Scenarios
import Synchronization

/// All scenarios that this process can start from, read in terms of all vendors.
struct ScenarioCatalog: Sendable {
    let library: ScenarioLibrary
    /// The scenarios that the user gave as files, by path.
    let given: [String: ScenarioDocument]
    private let hasOwnScenarios: Bool
    private static let sections = VendorKind.all.map(\.section) + [BrowserNetworkSeed.self]

    /// The format: the only place where scenarios meet the vendors' types and names. Found out at first use, because finding
    /// it out takes longer than the rest of a start.
    static let format = ScenarioFormat(
        sections: sections, operations: Drydock.operations.map(\.name),
        outgoing: Drydock.outgoingOperations.map(\.name),
        problems: Dictionary(uniqueKeysWithValues: VendorKind.all.map { ($0.name, $0.problemNames) }),
        pathParameters: Dictionary(uniqueKeysWithValues: Drydock.operations.map { ($0.name, $0.pathParameters) }))

    var reader: ScenarioReader { ScenarioReader(format: Self.format, library: library) }

    /// The built-in scenarios, those of the folder `fixtures`, and those of `names` that are paths of files.
    init(fixtures: String?, names: [String] = []) throws(StartRefusal) {
        (library, given) = try Self.refusing { () throws(ScenarioComplaints) in
            let library = try ScenarioLibrary(folder: fixtures)
            var given: [String: ScenarioDocument] = [:]
            for name in names where library.isPath(name) { given[name] = try library.document(for: name) }
            return (library, given)
        }
        hasOwnScenarios = fixtures != nil
    }

    var summaries: [ScenarioSummary] {
        library.listings.map { ScenarioSummary(name: $0.name, title: $0.title) }
    }

    /// The format as a JSON Schema, for editors.
    var schema: String { Self.format.jsonSchema }

    /// The scenario of these names and paths, later ones laid over earlier ones; `default` if there are none.
    func scenario(overlaying names: [String]) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in
            var documents: [ScenarioDocument] = []
            for name in names.isEmpty ? ["default"] : names {
                if let document = given[name] {
                    documents.append(document)
                } else {
                    documents.append(try library.document(for: name))
                }
            }
            if documents.count == 1, !hasOwnScenarios,
                ScenarioLibrary.builtIn.document(named: documents[0].name) == documents[0]
            {
                return try ScenarioReader.readBuiltIn(documents[0], sections: Self.sections)
            }
            return try reader.read(documents)
        }
    }

    /// The scenario of this name. A path is not taken: the control plane reads no files for its clients.
    func scenario(named name: String) throws(StartRefusal) -> Scenario {
        guard library.document(named: name) != nil else {
            let nearest = TextSuggestion.nearest(to: name, among: library.names)
            throw StartRefusal("there is no scenario `\(name)`" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
        }
        return try scenario(overlaying: [name])
    }

    /// The scenario of these texts, which may come from another process: what they extend is among them or in the binary.
    func scenario(of sources: ScenarioSources) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in
            if let document = sources.builtIn {
                return try ScenarioReader.readBuiltIn(document, sections: Self.sections)
            }
            let library = ScenarioLibrary.builtIn.adding(sources.extended)
            return try ScenarioReader(format: Self.format, library: library).read(sources.documents)
        }
    }

    /// A scenario as text.
    func scenario(document text: String) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in
            try reader.read([ScenarioDocument(name: "inline", file: "inline", text: text)])
        }
    }

    /// What is wrong with scenario files, one line each.
    static func lint(_ paths: [String]) -> [String] {
        ScenarioLint.lint(paths: paths, format: format).map(\.description)
    }

    static func refusing<Value>(
        _ read: () throws(ScenarioComplaints) -> Value
    ) throws(StartRefusal) -> Value {
        do { return try read() } catch { throw StartRefusal(error.complaints.map(\.description)) }
    }
}

// MARK: - Rules

extension ScenarioCatalog {
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

// MARK: - What is in use

/// The scenarios that there are at the moment, and the one that worlds begin from: swapped together, in one step, when
/// watched files have changed.
final class ScenarioStore: Sendable {
    private struct Shared {
        var catalog: ScenarioCatalog
        var start: StartingPoint
        var version = 0
        var complaints: [String] = []
    }

    private let shared: Mutex<Shared>

    init(catalog: ScenarioCatalog, start: StartingPoint) {
        shared = Mutex(Shared(catalog: catalog, start: start))
    }

    /// All scenarios.
    var catalog: ScenarioCatalog { shared.withLock { $0.catalog } }

    /// What worlds begin from, and a number that stands for it.
    var start: (version: Int, point: StartingPoint) { shared.withLock { ($0.version, $0.start) } }

    /// The number of the present start.
    var version: Int { shared.withLock { $0.version } }

    /// What is wrong with the files as they are now, and why the older ones are still in use; empty if nothing is.
    var complaints: [String] { shared.withLock { $0.complaints } }

    /// Takes another set into use.
    func swap(catalog: ScenarioCatalog, start: StartingPoint) {
        shared.withLock { shared in
            shared = Shared(catalog: catalog, start: start, version: shared.version + 1)
        }
    }

    /// Keeps what is in use, and remembers what is wrong with what is not.
    func refuse(_ complaints: [String]) {
        shared.withLock { $0.complaints = complaints }
    }
}
