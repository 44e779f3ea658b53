import Kernel

/// What is wrong with conditions besides their form: headers that no request can have.
enum ConditionCheck {
    /// The complaints, with paths from the rule on.
    static func complaints(about conditions: RuleConditions) -> [SectionComplaint] {
        var complaints = (conditions.header ?? [:]).keys.sorted().filter { !HeaderText.isName($0) }.map { name in
            SectionComplaint(path: ["when", "header", name], problem: "`\(name)` is not a header's name")
        }
        if case .equals(.string(let method)) = conditions.method, method != method.uppercased() {
            complaints.append(
                SectionComplaint(
                    path: ["when", "method"], problem: "methods are written in capitals: `\(method.uppercased())`"))
        }
        return complaints
    }
}
