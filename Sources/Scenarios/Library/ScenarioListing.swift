/// One scenario in a list for people.
package struct ScenarioListing: Hashable, Sendable {
    /// What it is found by.
    package let name: String
    /// What happens in it, in one sentence; empty where it does not say.
    package let title: String
    /// Where it comes from: a path, or a word such as `built-in:demo`.
    package let origin: String
}
