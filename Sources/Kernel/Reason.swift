/// Why Drydock answered as it did: a stable code for programs and tests, and what a person needs to know of this case.
package struct Reason: Hashable, Sendable {
    /// For example `token.alreadyUsed`: a subject and what is wrong with it.
    package let code: String
    /// The case at hand in one sentence, for example with the instant of the first use. May be empty.
    package let detail: String

    /// A reason with its code and, where there is more to say, the case at hand.
    package init(_ code: String, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }
}
