/// A scenario that can be loaded by name.
package struct ScenarioSummary: Sendable {
    /// Its name.
    package let name: String
    /// What it is for, in one line.
    package let title: String

    /// A summary of these.
    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}
