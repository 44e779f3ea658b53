/// The text of a scenario before it is read.
package struct ScenarioDocument: Hashable, Sendable {
    /// What it is found by: the file's name without its ending, behind the folders below the one that was named, as in
    /// `faq/cors-as-explained`.
    package let name: String
    /// How complaints call it: a path, or a word such as `built-in:demo`.
    package let file: String
    /// YAML or JSON.
    package let text: String

    /// A document of a text.
    package init(name: String, file: String, text: String) {
        self.name = name
        self.file = file
        self.text = text
    }

    /// Whether another document has the same name and text, wherever it lies.
    package func says(_ other: ScenarioDocument) -> Bool { name == other.name && text == other.text }
}

/// Written as name and text: a path of the machine that it was read on means nothing elsewhere.
extension ScenarioDocument: Codable {
    private enum CodingKeys: String, CodingKey {
        case name
        case text
    }

    /// Reads what `encode(to:)` wrote; complaints call the document by its name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .name)
        self.init(name: name, file: name, text: try container.decode(String.self, forKey: .text))
    }

    /// Writes the name and the text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(text, forKey: .text)
    }
}

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

    /// The one document, if it is one that this program carries; nil for any other and for several.
    package var builtIn: ScenarioDocument? {
        guard documents.count == 1, extended.isEmpty,
            let document = ScenarioLibrary.builtIn.document(named: documents[0].name),
            document.text == documents[0].text
        else { return nil }
        return document
    }

    /// Whether all texts are the same, wherever they lie.
    package func say(_ other: ScenarioSources) -> Bool {
        documents.elementsEqual(other.documents) { $0.says($1) }
            && extended.elementsEqual(other.extended) { $0.says($1) }
    }
}
