import Kernel

/// What is wrong with rules besides their form: names that nobody knows, ids given twice, parts that exclude each other.
struct RuleCheck {
    let format: ScenarioFormat

    /// The complaints, with paths from the list of rules on. A rule that could not be read is nil.
    func complaints(about rules: [Rule?]) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        var ids: [String: Int] = [:]
        // As with the form: nobody reads more, and each unknown name costs the search for a better one.
        for (index, rule) in rules.enumerated() where complaints.count < 1000 {
            guard let rule else { continue }
            if let id = rule.id, let earlier = ids.updateValue(index, forKey: id) {
                complaints.append(
                    SectionComplaint(
                        path: ["\(index)", "id"], problem: "the id `\(id)` belongs to `rules[\(earlier)]` already"))
            }
            complaints += self.complaints(about: rule).map {
                SectionComplaint(path: ["\(index)"] + $0.path, problem: $0.problem)
            }
        }
        return complaints
    }

    /// The complaints, with paths from the rule on.
    func complaints(about rule: Rule) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        if rule.id == "" { complaints.append(SectionComplaint(path: ["id"], problem: "`id` must not be empty")) }
        if rule.effect == nil, rule.state?.to == nil {
            complaints.append(
                SectionComplaint(path: ["state"], problem: "without `effect` the rule needs `state.becomes`"))
        }
        if let when = rule.when { complaints += when.complaints() }
        if let effect = rule.effect { complaints += effect.complaints() }
        if rule.on?.description == TLSFault.operation {
            return complaints + (rule.effect?.complaintsAsHandshake ?? [])
        }
        if let on = rule.on?.description, format.outgoing.contains(on) {
            return complaints + pathParameters(of: rule.when, on: [on]) + problems(of: rule.effect, on: [on])
                + (rule.effect?.complaintsAsOutgoing ?? [])
        }
        let operations = rule.on.map { pattern in format.operations.filter(pattern.matches) } ?? format.operations
        if let on = rule.on, operations.isEmpty {
            complaints.append(SectionComplaint(path: ["on"], problem: unknownOperation(on)))
        }
        return complaints + pathParameters(of: rule.when, on: operations) + problems(of: rule.effect, on: operations)
            + (rule.effect?.complaintsAsIncoming(outgoing: format.outgoing) ?? [])
    }

    /// What is wrong with the name of an operation that nothing is called; nil if something is.
    func complaint(about on: OperationPattern) -> String? {
        (format.operations + format.outgoing).contains(where: on.matches) ? nil : unknownOperation(on)
    }

    /// A parameter that no path of the operations has would never hold.
    private func pathParameters(of conditions: RuleConditions?, on operations: [String]) -> [SectionComplaint] {
        guard let all = format.pathParameters, !operations.isEmpty else { return [] }
        let known = Set(operations.flatMap { all[$0] ?? [] })
        return (conditions?.path ?? [:]).keys.sorted().filter { !known.contains($0) }.map { name in
            let hint = TextSuggestion.hint(for: name, among: known.sorted())
            let rest = known.isEmpty ? "; there is none" : "; known are \(known.sorted().joined(separator: ", "))"
            return SectionComplaint(
                path: ["when", "path", name],
                problem: "no path of the operation has a parameter `\(name)`" + (hint.isEmpty ? rest : hint))
        }
    }

    private func unknownOperation(_ on: OperationPattern) -> String {
        let name = on.description
        if let outgoing = format.outgoing.first(where: on.matches) {
            return "a rule for what Drydock sends names it in full: `\(outgoing)`"
        }
        let hint = TextSuggestion.hint(for: name, among: format.operations + format.outgoing)
        return "no operation is called `\(name)`"
            + (hint.isEmpty ? "; `drydock operations` prints those that there are" : hint)
    }

    /// Each vendor that the rule is for must have the errors that it answers with.
    private func problems(of effect: Effect?, on operations: [String]) -> [SectionComplaint] {
        let vendors = Set(operations.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted()
        return (effect?.problems ?? []).flatMap { path, problem in
            vendors.compactMap { vendor in
                let known = format.problems[vendor] ?? []
                guard !known.contains(problem) else { return nil }
                let hint = TextSuggestion.hint(for: problem, among: known)
                return SectionComplaint(
                    path: ["effect"] + path,
                    problem: "\(vendor) has no problem `\(problem)`"
                        + (hint.isEmpty ? "; known are \(known.sorted().joined(separator: ", "))" : hint))
            }
        }
    }
}

// MARK: - What clients send, and what Drydock sends

extension Effect {
    /// What has no meaning where a client sent the request.
    fileprivate func complaintsAsIncoming(outgoing: [String]) -> [SectionComplaint] {
        var complaints = handshakeComplaints
        guard duplicate != nil else { return complaints }
        let names = outgoing.filter { $0 != TLSFault.operation }.map { "`\($0)`" }.joined(separator: ", ")
        complaints.append(
            SectionComplaint(
                path: ["effect", "duplicate"], problem: "`duplicate` is for what Drydock sends: `on` must be \(names)"))
        return complaints
    }

    /// A request has no handshake of its own.
    private var handshakeComplaints: [SectionComplaint] {
        tls == nil
            ? []
            : [
                SectionComplaint(
                    path: ["effect", "tls"],
                    problem: "`tls` is for handshakes: `on` must be `\(TLSFault.operation)`")
            ]
    }

    /// What has no meaning before there is a request.
    fileprivate var complaintsAsHandshake: [SectionComplaint] {
        let parts: [(String, Bool)] = [
            ("problem", problem != nil), ("reply", reply != nil), ("connection", connection != nil),
            ("afterHandling", afterHandling != nil), ("duplicate", duplicate != nil),
        ]
        return parts.filter(\.1).map { name, _ in
            SectionComplaint(
                path: ["effect", name], problem: "a handshake has no request yet: it takes `tls` and `delay` only")
        }
    }

    /// What has no meaning where Drydock sent the request: the answer comes to it, and from it goes nowhere.
    fileprivate var complaintsAsOutgoing: [SectionComplaint] {
        let connections = [
            (["effect", "connection"], connection),
            (["effect", "afterHandling", "connection"], afterHandling?.connection),
        ]
        return handshakeComplaints
            + connections.compactMap { path, connection in
                guard let connection, !connection.losesAnswer else { return nil }
                return SectionComplaint(
                    path: path, problem: "what Drydock sends can only lose its answer: `reset`, `close` or `garbage`")
            }
    }
}
