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
}
