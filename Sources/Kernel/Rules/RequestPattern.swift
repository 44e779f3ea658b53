/// Which requests are meant: those of an operation, or any, that fulfil the conditions.
package struct RequestPattern: Codable, Hashable, Sendable {
    /// The operation; nil for any request, also one that reaches no operation.
    package var on: OperationPattern?
    /// What the request must have besides.
    package var when: RuleConditions?

    /// A pattern of these parts.
    package init(on: OperationPattern? = nil, when: RuleConditions? = nil) {
        self.on = on
        self.when = when
    }

    /// Whether a request is meant.
    ///
    /// - Parameter operation: the operation that it reached; nil for none.
    package func fits(operation: String?, subject: some RuleSubject) -> Bool {
        fits(operation: operation) && when?.hold(for: subject) ?? true
    }

    /// Whether requests of this operation may be meant, whatever else they have.
    package func fits(operation: String?) -> Bool {
        guard let on else { return true }
        return operation.map(on.matches) ?? false
    }
}
