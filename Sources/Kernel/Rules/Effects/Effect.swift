/// What a rule does to a request and its answer. A delay and a connection effect may go with the others, or alone.
package struct Effect: Codable, Hashable, Sendable {
    /// Waits before anything else happens.
    package var delay: Delay?
    /// A named error, answered in the vendor's own envelope; the operation does not run.
    package var problem: String?
    /// An answer by hand; the operation does not run.
    package var reply: ReplyEffect?
    /// What becomes of the connection. Where that loses the answer, the operation does not run.
    package var connection: ConnectionEffect?
    /// The operation runs, then its answer is held back, replaced or lost.
    package var afterHandling: LateEffect?

    /// An effect of these parts.
    package init(
        delay: Delay? = nil, problem: String? = nil, reply: ReplyEffect? = nil,
        connection: ConnectionEffect? = nil, afterHandling: LateEffect? = nil
    ) {
        self.delay = delay
        self.problem = problem
        self.reply = reply
        self.connection = connection
        self.afterHandling = afterHandling
    }

    /// The names of the vendors' errors that it answers with, each with the keys that lead to it.
    package var problems: [(path: [String], name: String)] {
        var problems: [(path: [String], name: String)] = []
        if let problem { problems.append((["problem"], problem)) }
        if let problem = afterHandling?.problem { problems.append((["afterHandling", "problem"], problem)) }
        return problems
    }
}

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

extension Effect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let delay { json.member("delay", delay) }
            if let problem { json.member("problem", problem) }
            if let reply { json.member("reply", reply) }
            if let connection { json.member("connection", connection) }
            if let afterHandling { json.member("afterHandling", afterHandling) }
        }
    }
}

extension LateEffect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let delay { json.member("delay", delay) }
            if let problem { json.member("problem", problem) }
            if let reply { json.member("reply", reply) }
            if let connection { json.member("connection", connection) }
        }
    }
}
