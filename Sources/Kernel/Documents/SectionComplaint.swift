/// What is wrong inside a section of a scenario, with the way to the place: keys and indices from the section on.
package struct SectionComplaint: Equatable, Sendable {
    /// For example `["identities", "0", "application"]`.
    package let path: [String]
    /// What is wrong, in words, with a suggestion where there is one.
    package let problem: String

    /// A complaint about the value at `path`.
    package init(path: [String], problem: String) {
        self.path = path
        self.problem = problem
    }
}
