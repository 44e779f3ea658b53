import Kernel

/// Finds and parses the texts that make one scenario, and lays them over each other.
struct ScenarioLoader {
    private(set) var complaints: [ScenarioComplaint] = []
    private let library: ScenarioLibrary
    private var loaded: [ScenarioDocument: DocumentNode] = [:]

    init(library: ScenarioLibrary) {
        self.library = library
    }

    /// What was found so far, in no particular order.
    var documents: [ScenarioDocument: DocumentNode].Keys { loaded.keys }

    /// The whole text of `documents`, later ones over earlier ones, each over what it extends.
    mutating func load(_ documents: [ScenarioDocument]) -> DocumentNode {
        var root: DocumentNode?
        for document in documents {
            let node = load(document, extendedBy: [])
            root = root.map { node.overlaid(onDocument: $0) } ?? node
        }
        return root ?? Self.nothing(in: "inline")
    }

    private mutating func load(_ document: ScenarioDocument, extendedBy chain: [ScenarioDocument]) -> DocumentNode {
        if let node = loaded[document] { return node }
        let own: DocumentNode
        do {
            own = try DocumentParser.parse(document.text, file: document.file)
        } catch {
            complaints += error.complaints
            return Self.nothing(in: document.file)
        }
        var base: DocumentNode?
        for name in own["extends"]?.sequence ?? [] {
            guard let found = find(name, for: chain + [document]) else { continue }
            let node = load(found, extendedBy: chain + [document])
            base = base.map { node.overlaid(onDocument: $0) } ?? node
        }
        let node = bounded(base.map { own.overlaid(onDocument: $0) } ?? own, orElse: own)
        loaded[document] = node
        return node
    }

    /// Scenarios that extend each other many times over would grow without end: each doubles what it extends twice.
    private mutating func bounded(_ node: DocumentNode, orElse own: DocumentNode) -> DocumentNode {
        guard node.count > DocumentParser.mostNodes else { return node }
        complaints.append(
            ScenarioComplaint(
                own["extends"]?.location ?? own.location,
                "with all that it extends, the scenario has more than \(DocumentParser.mostNodes) values"))
        return own
    }

    /// The document that a name under `extends` stands for.
    private mutating func find(_ node: DocumentNode, for chain: [ScenarioDocument]) -> ScenarioDocument? {
        guard let name = node.scalar?.text else { return nil }
        guard let document = library.document(named: name) else {
            let hint = TextSuggestion.hint(for: name, among: library.names)
            complaints.append(
                ScenarioComplaint(
                    node.location,
                    "there is no scenario `\(name)`"
                        + (hint.isEmpty ? "; `drydock scenarios` lists those that there are" : hint)))
            return nil
        }
        guard !chain.contains(document) else {
            let way = (chain.drop { $0 != document } + [document]).map(\.name).joined(separator: " → ")
            complaints.append(ScenarioComplaint(node.location, "`\(name)` extends itself: \(way)"))
            return nil
        }
        return document
    }

    private static func nothing(in file: String) -> DocumentNode {
        DocumentNode(location: .start(of: file), content: .mapping([]))
    }
}
