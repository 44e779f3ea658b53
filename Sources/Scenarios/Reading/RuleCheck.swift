import Kernel

/// What is wrong with rules besides their form: names that nobody knows, ids given twice.
struct RuleCheck {
    let format: ScenarioFormat

    /// The complaints, with paths from the list of rules on. A rule that could not be read is nil.
    func complaints(about rules: [Rule?]) -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        var ids: [String: Int] = [:]
        for (index, rule) in rules.enumerated() {
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
        let pattern = OperationPattern(rule.on)
        let operations = format.operations.filter(pattern.matches)
        guard !operations.isEmpty else {
            let hint = TextSuggestion.hint(for: rule.on, among: format.operations)
            return [
                SectionComplaint(
                    path: ["on"],
                    problem: "no operation is called `\(rule.on)`"
                        + (hint.isEmpty ? "; `drydock operations` prints those that there are" : hint))
            ]
        }
        guard let problem = rule.effect.problem else { return [] }
        return Set(operations.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted().compactMap {
            vendor in
            let known = format.problems[vendor] ?? []
            guard !known.contains(problem) else { return nil }
            let hint = TextSuggestion.hint(for: problem, among: known)
            return SectionComplaint(
                path: ["effect", "problem"],
                problem: "\(vendor) has no problem `\(problem)`"
                    + (hint.isEmpty ? "; known are \(known.sorted().joined(separator: ", "))" : hint))
        }
    }
}
