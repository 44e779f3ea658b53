import Kernel

/// Reads a rule as scenario files write it, strictly: `{id?, on, when?, times?, effect}`.
struct RuleReader {
    var complaints = Complaints()

    /// The rule; throws with everything that is wrong with it.
    static func read(_ fields: Fields) throws(ControlRefusal) -> Rule {
        var reader = RuleReader()
        let rule = reader.rule(fields)
        try reader.complaints.check()
        return rule
    }

    /// Parts that are wrong are noted and left empty.
    private mutating func rule(_ fields: Fields) -> Rule {
        complaints.noteUnknown(in: fields, besides: ["id", "on", "when", "times", "effect"])
        return Rule(
            id: nonEmpty("id", in: fields),
            on: complaints.noting { () throws(FieldComplaint) in try fields.required("on", as: String.self) } ?? "",
            when: conditions(fields),
            times: times(fields),
            effect: effect(fields))
    }

    private mutating func nonEmpty(_ name: String, in fields: Fields) -> String? {
        complaints.noting { () throws(FieldComplaint) in
            guard let text: String = try fields.optional(name) else { return nil }
            guard !text.isEmpty else { throw fields.complaint(name, "must not be empty") }
            return text
        }
    }

    private mutating func times(_ fields: Fields) -> Int? {
        complaints.noting { () throws(FieldComplaint) in
            guard let times: Int = try fields.optional("times") else { return nil }
            guard times > 0 else { throw fields.complaint("times", "must be at least 1, not \(times)") }
            return times
        }
    }
}
