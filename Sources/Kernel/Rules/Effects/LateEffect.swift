/// What a rule does to an answer after the operation has run to its end: its side effects have happened, and the client
/// learns something else, or nothing.
package struct LateEffect: Codable, Hashable, Sendable {
    /// Holds the answer back.
    package var delay: Delay?
    /// A named error goes out in place of the answer.
    package var problem: String?
    /// An answer by hand goes out in its place.
    package var reply: ReplyEffect?
    /// What becomes of the connection.
    package var connection: ConnectionEffect?

    /// An effect of these parts.
    package init(
        delay: Delay? = nil, problem: String? = nil, reply: ReplyEffect? = nil, connection: ConnectionEffect? = nil
    ) {
        self.delay = delay
        self.problem = problem
        self.reply = reply
        self.connection = connection
    }
}
