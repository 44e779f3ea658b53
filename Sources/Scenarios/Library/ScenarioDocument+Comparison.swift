extension ScenarioDocument {
    /// Whether another document has the same name and text, wherever it lies.
    package func says(_ other: ScenarioDocument) -> Bool { name == other.name && text == other.text }
}

extension ScenarioSources {
    /// Whether all texts are the same, wherever they lie.
    package func say(_ other: ScenarioSources) -> Bool {
        documents.elementsEqual(other.documents) { $0.says($1) }
            && extended.elementsEqual(other.extended) { $0.says($1) }
    }
}
