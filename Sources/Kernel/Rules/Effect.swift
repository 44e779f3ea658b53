/// What a rule does to an answer. A delay may go with either of the others, or alone.
package struct Effect: Codable, Hashable, Sendable {
    /// Waits so long on the world's clock before anything else happens.
    package var delay: TimeSpan?
    /// A named error, answered in the vendor's own envelope.
    package var problem: String?
    /// An answer by hand.
    package var reply: ReplyEffect?

    /// An effect of these parts.
    package init(delay: TimeSpan? = nil, problem: String? = nil, reply: ReplyEffect? = nil) {
        self.delay = delay
        self.problem = problem
        self.reply = reply
    }
}
