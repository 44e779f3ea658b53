import Kernel

/// What is wrong with an effect besides its form: parts that exclude each other, and what HTTP does not allow.
enum EffectCheck {
    /// The complaints, with paths from the rule on.
    static func complaints(about effect: Effect) -> [SectionComplaint] {
        var complaints = self.complaints(
            delay: effect.delay, reply: effect.reply, problem: effect.problem, connection: effect.connection,
            path: ["effect"])
        guard let late = effect.afterHandling else { return complaints }
        if effect.connection != nil {
            complaints.append(
                SectionComplaint(
                    path: ["effect", "connection"],
                    problem: "`connection` belongs under `afterHandling` where the operation is to run first"))
        }
        complaints += self.complaints(
            delay: late.delay, reply: late.reply, problem: late.problem, connection: late.connection,
            path: ["effect", "afterHandling"])
        return complaints
    }

    private static func complaints(
        delay: Delay?, reply: ReplyEffect?, problem: String?, connection: ConnectionEffect?, path: [String]
    ) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        if let delay, let problem = self.problem(of: delay) {
            complaints.append(SectionComplaint(path: path + ["delay"], problem: problem))
        }
        if let reply {
            complaints += self.complaints(about: reply).map {
                SectionComplaint(path: path + ["reply"] + $0.path, problem: $0.problem)
            }
        }
        if let connection, connection.losesAnswer, reply != nil || problem != nil {
            complaints.append(
                SectionComplaint(
                    path: path + ["connection"],
                    problem: "nothing of `\(reply == nil ? "problem" : "reply")` would go out on this connection"))
        }
        if case .dribble(_, let pause) = connection, pause > .longestDelay {
            complaints.append(
                SectionComplaint(path: path + ["connection", "dribble", "every"], problem: tooLong(pause)))
        }
        return complaints
    }

    private static func problem(of delay: Delay) -> String? {
        let longest: TimeSpan
        switch delay.length {
        case .fixed(let span): longest = span
        case .uniform(let uniform):
            if uniform.from > uniform.to { return "`from` must not be longer than `to`" }
            longest = uniform.to
        case .lognormal(let lognormal, let cut): longest = max(lognormal.median, cut ?? .zero)
        }
        return longest > .longestDelay ? tooLong(longest) : nil
    }

    private static func tooLong(_ span: TimeSpan) -> String {
        "must be at most \(TimeSpan.longestDelay), not \(span)"
    }

    private static func complaints(about reply: ReplyEffect) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        if let reason = reply.reason, !HeaderText.isValue(reason) {
            complaints.append(SectionComplaint(path: ["reason"], problem: "`reason` is not a reason phrase"))
        }
        for (name, value) in (reply.headers ?? [:]).sorted(by: { $0.key < $1.key }) {
            if !HeaderText.isName(name) {
                complaints.append(
                    SectionComplaint(path: ["headers", name], problem: "`\(name)` is not a header's name"))
            } else if !HeaderText.isValue(value) {
                complaints.append(
                    SectionComplaint(path: ["headers", name], problem: "`\(name)` is not a header's value"))
            } else if HeaderText.framing.contains(name.lowercased()) {
                complaints.append(
                    SectionComplaint(
                        path: ["headers", name],
                        problem: "`\(name)` is written by the server; `connection: truncate` ends a body too early"))
            }
        }
        return complaints
    }
}
