/// What is wrong with one field of a request's body, in words that a client's developer can act on.
package struct FieldComplaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// The dotted path of the field, for example `session.timeout.max_duration`; empty for the body itself.
    package let field: String
    /// What is wrong, to be read after the field's name: `is required`, `must be a string, not a number`.
    package let problem: String

    /// A complaint about the field at `field`.
    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    /// For example `callbackUrl is required`.
    package var description: String { field.isEmpty ? "The body \(problem)" : "\(field) \(problem)" }
}
