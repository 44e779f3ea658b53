/// What the keys of one mapping in a scenario are for, and which of them go together.
package struct ObjectDescription: Sendable {
    /// By key.
    package let fields: [String: FieldDescription]
    /// Keys of which one must be there at least; empty where nothing is demanded.
    package let atLeastOneOf: [String]
    /// Keys of which one may be there at most.
    package let atMostOneOf: [String]

    /// A description of a mapping.
    package init(_ fields: [String: FieldDescription], atLeastOneOf: [String] = [], atMostOneOf: [String] = []) {
        self.fields = fields
        self.atLeastOneOf = atLeastOneOf
        self.atMostOneOf = atMostOneOf
    }
}
