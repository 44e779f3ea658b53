/// What a key of a scenario is for, where its type does not tell.
package struct FieldDescription: Sendable, ExpressibleByStringLiteral {
    /// One sentence for the person who writes the file; editors show it.
    package let text: String
    /// The numbers that are allowed, where the type allows more.
    package let range: ClosedRange<Int>?

    /// A description of a key.
    package init(_ text: String, range: ClosedRange<Int>? = nil) {
        self.text = text
        self.range = range
    }

    /// A description without further bounds.
    package init(stringLiteral value: String) {
        self.init(value)
    }
}
