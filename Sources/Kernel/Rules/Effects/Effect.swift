/// What a rule does to a request and its answer. A delay and a connection effect may go with the others, or alone.
public struct Effect: Codable, Hashable, Sendable {
    /// Waits before anything else happens.
    public var delay: Delay?
    /// A named error, answered in the vendor's own envelope; the operation does not run.
    public var problem: String?
    /// An answer by hand; the operation does not run.
    public var reply: ReplyEffect?
    /// What becomes of the connection. Where that loses the answer, the operation does not run.
    public var connection: ConnectionEffect?
    /// The operation runs, then its answer is held back, replaced or lost.
    public var afterHandling: LateEffect?
    /// How often it is sent, where it is a request that Drydock sends; nil for once.
    public var duplicate: Int?
    /// What goes wrong with a TLS handshake, where that is what the rule is for.
    public var tls: TLSFault?

    /// An effect of these parts.
    public init(
        delay: Delay? = nil, problem: String? = nil, reply: ReplyEffect? = nil,
        connection: ConnectionEffect? = nil, afterHandling: LateEffect? = nil, duplicate: Int? = nil,
        tls: TLSFault? = nil
    ) {
        self.delay = delay
        self.problem = problem
        self.reply = reply
        self.connection = connection
        self.afterHandling = afterHandling
        self.duplicate = duplicate
        self.tls = tls
    }

    /// The names of the vendors' errors that it answers with, each with the keys that lead to it.
    public var problems: [(path: [String], name: String)] {
        var problems: [(path: [String], name: String)] = []
        if let problem { problems.append((["problem"], problem)) }
        if let problem = afterHandling?.problem { problems.append((["afterHandling", "problem"], problem)) }
        return problems
    }

    /// What is wrong with it although its form is right, with paths from the rule on: parts that exclude each other, and what
    /// HTTP does not allow.
    public func complaints() -> [SectionComplaint] {
        var complaints = common.complaints(at: ["effect"])
        if duplicate != nil, answersItself {
            complaints.append(
                SectionComplaint(
                    path: ["effect", "duplicate"],
                    problem: "`duplicate` has nothing to send where the rule answers itself")
            )
        }
        guard let afterHandling else { return complaints }
        if connection != nil {
            complaints.append(
                SectionComplaint(
                    path: ["effect", "connection"],
                    problem: "`connection` belongs under `afterHandling` where the operation is to run first"))
        }
        complaints += afterHandling.complaints(at: ["effect", "afterHandling"])
        return complaints
    }

    /// The first value that is out of bounds; nil if none is.
    var outOfBounds: String? {
        common.outOfBounds ?? afterHandling?.outOfBounds
            ?? duplicate.flatMap { Self.problem(of: $0, as: "duplicate") }
    }

    /// Whether it answers, or nobody does, in the operation's place.
    private var answersItself: Bool { problem != nil || reply != nil || connection?.losesAnswer ?? false }

    /// The parts that an effect after the operation can have as well.
    private var common: LateEffect {
        LateEffect(delay: delay, problem: problem, reply: reply, connection: connection)
    }
}

/// What a rule does to an answer after the operation has run to its end: its side effects have happened, and the client
/// learns something else, or nothing.
public struct LateEffect: Codable, Hashable, Sendable {
    /// Holds the answer back.
    public var delay: Delay?
    /// A named error goes out in place of the answer.
    public var problem: String?
    /// An answer by hand goes out in its place.
    public var reply: ReplyEffect?
    /// What becomes of the connection.
    public var connection: ConnectionEffect?

    /// An effect of these parts.
    public init(
        delay: Delay? = nil, problem: String? = nil, reply: ReplyEffect? = nil, connection: ConnectionEffect? = nil
    ) {
        self.delay = delay
        self.problem = problem
        self.reply = reply
        self.connection = connection
    }

    fileprivate var outOfBounds: String? {
        reply.flatMap { ReplyEffect.problem(of: $0.status, as: "status") ?? $0.complaints().first?.problem }
            ?? connection?.outOfBounds ?? delay?.outOfBounds
    }

    fileprivate func complaints(at path: [String]) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        if let problem = delay?.complaint {
            complaints.append(SectionComplaint(path: path + ["delay"], problem: problem))
        }
        complaints += (reply?.complaints() ?? []).map {
            SectionComplaint(path: path + ["reply"] + $0.path, problem: $0.problem)
        }
        if let connection, connection.losesAnswer, reply != nil || problem != nil {
            complaints.append(
                SectionComplaint(
                    path: path + ["connection"],
                    problem: "nothing of `\(reply == nil ? "problem" : "reply")` would go out on this connection"))
        }
        if case .dribble(_, let pause) = connection, let problem = pause.complaintAsDelay {
            complaints.append(SectionComplaint(path: path + ["connection", "dribble", "every"], problem: problem))
        }
        return complaints
    }
}

// MARK: - Wire form

extension Effect: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            common.writeMembers(to: &json)
            if let afterHandling { json.member("afterHandling", afterHandling) }
            if let duplicate { json.member("duplicate", duplicate) }
            if let tls { json.member("tls", tls) }
        }
    }
}

extension LateEffect: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    fileprivate func writeMembers(to json: inout JSONWriter) {
        if let delay { json.member("delay", delay) }
        if let problem { json.member("problem", problem) }
        if let reply { json.member("reply", reply) }
        if let connection { json.member("connection", connection) }
    }
}

extension Effect: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "delay": "Waits before anything else happens, on the world's clock unless it is in real time.",
                "problem": "A named error, answered as the vendor writes it; the operation does not run.",
                "reply": "An answer by hand; the operation does not run.",
                "connection":
                    "What becomes of the connection; where that loses the answer, the operation does not run.",
                "afterHandling": "The operation runs, then its answer is held back, replaced or lost.",
                "duplicate": FieldDescription(
                    "Sent so many times, where the operation is one that Drydock sends: `anchor.deliverWebhook`.",
                    range: 2...10),
                "tls": "What goes wrong with the handshake, where `on` is `tls.handshake`.",
            ],
            atLeastOneOf: ["delay", "problem", "reply", "connection", "afterHandling", "duplicate", "tls"],
            atMostOneOf: ["problem", "reply", "afterHandling"])
    }
}

extension LateEffect: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "delay": "Holds the answer back.",
                "problem": "A named error, answered in place of the operation's answer.",
                "reply": "An answer by hand in place of the operation's.",
                "connection": "What becomes of the connection that the answer should go out on.",
            ],
            atLeastOneOf: ["delay", "problem", "reply", "connection"],
            atMostOneOf: ["problem", "reply"])
    }
}
