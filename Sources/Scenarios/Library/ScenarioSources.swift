/// The texts that a scenario was read from: enough to read it again elsewhere.
package struct ScenarioSources: Codable, Hashable, Sendable {
    /// Those that were asked for, later ones over earlier ones.
    package let documents: [ScenarioDocument]
    /// Those that these extend, by name. What the program carries is left out: it is found by its name.
    package let extended: [ScenarioDocument]

    init(documents: [ScenarioDocument], loaded: some Sequence<ScenarioDocument>) {
        self.documents = documents
        extended =
            loaded.filter { !documents.contains($0) && ScenarioLibrary.builtIn.document(named: $0.name) != $0 }
            .sorted { $0.name < $1.name }
    }

    /// The document, where it is one that this program carries, and the only one.
    package var builtIn: ScenarioDocument? {
        guard documents.count == 1, extended.isEmpty,
            let document = ScenarioLibrary.builtIn.document(named: documents[0].name),
            document.text == documents[0].text
        else { return nil }
        return document
    }
}
