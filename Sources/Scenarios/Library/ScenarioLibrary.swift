import Kernel

/// The scenarios that have a name: those that the program carries, and those of a folder.
package struct ScenarioLibrary: Equatable, Sendable {
    private var documents: [String: ScenarioDocument]

    /// A library of these documents; of two with one name the later one stays.
    package init(_ documents: [ScenarioDocument]) {
        self.documents = Dictionary(documents.map { ($0.name, $0) }) { _, last in last }
    }

    /// The scenarios inside the binary.
    package static let builtIn = ScenarioLibrary(BuiltInScenarios.documents)

    /// The scenarios inside the binary and those of the files in `folder` and below it, which win over built-in ones.
    ///
    /// Throws one complaint for each file that cannot be read, or for the folder.
    package init(folder: String?) throws(ScenarioComplaints) {
        self = .builtIn
        guard let folder else { return }
        var complaints: [ScenarioComplaint] = []
        for path in try ScenarioFiles.pathsBelow(folder) {
            do {
                let document = try ScenarioFiles.read(path, in: folder)
                documents[document.name] = document
            } catch {
                complaints += error.complaints
            }
        }
        guard complaints.isEmpty else { throw ScenarioComplaints(complaints) }
    }

    /// The same library with more documents, which win over those of the same name.
    package func adding(_ more: [ScenarioDocument]) -> ScenarioLibrary {
        var library = self
        for document in more { library.documents[document.name] = document }
        return library
    }

    /// The names, sorted.
    package var names: [String] { documents.keys.sorted() }

    /// The scenario of this name; nil if there is none.
    package func document(named name: String) -> ScenarioDocument? { documents[name] }

    /// All scenarios by name. A text that is not YAML has no title here; reading it says why.
    package var listings: [ScenarioListing] {
        names.compactMap { name in
            documents[name].map { document in
                let root = try? DocumentParser.parse(document.text, file: document.file)
                return ScenarioListing(
                    name: name, title: root?["title"]?.scalar?.text ?? "", origin: document.file)
            }
        }
    }

    /// The scenarios that are not those inside the binary, by name.
    package var own: [ScenarioDocument] {
        names.compactMap { documents[$0] }.filter { Self.builtIn.documents[$0.name] != $0 }
    }

    /// Whether a user means a file rather than a name of this library.
    package func isPath(_ nameOrPath: String) -> Bool {
        documents[nameOrPath] == nil
            && (ScenarioFiles.isScenario(nameOrPath) || ["/", "."].contains { nameOrPath.hasPrefix($0) }
                || nameOrPath.contains("/") && ScenarioFiles.exists(nameOrPath))
    }

    /// What a user means by `--scenario`: the name of a scenario, or the path of a file.
    ///
    /// Throws if there is neither, with a suggestion.
    package func document(for nameOrPath: String) throws(ScenarioComplaints) -> ScenarioDocument {
        if let document = documents[nameOrPath] { return document }
        guard !isPath(nameOrPath) else { return try ScenarioFiles.read(nameOrPath) }
        let hint = TextSuggestion.hint(for: nameOrPath, among: documents.keys)
        throw ScenarioComplaints(
            .whole(nameOrPath),
            "there is no scenario `\(nameOrPath)`"
                + (hint.isEmpty ? "; known are \(names.joined(separator: ", "))" : hint))
    }
}

/// One scenario in a list for people.
package struct ScenarioListing: Hashable, Sendable {
    /// What it is found by.
    package let name: String
    /// What happens in it, in one sentence; empty if it does not say.
    package let title: String
    /// Where it comes from: a path, or a word such as `built-in:demo`.
    package let origin: String
}
