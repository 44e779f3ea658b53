import HTTPTypes
import Kernel

extension RuleReader {
    /// Reads `effect`; a delay may go with either of the others, or alone.
    mutating func effect(_ rule: Fields) -> Effect {
        let fields = complaints.noting { () throws(FieldComplaint) in
            guard let fields = try rule.object("effect") else { throw rule.complaint("effect", "is required") }
            return fields
        }
        guard let fields else { return Effect() }
        let words = ["delay", "problem", "reply"]
        complaints.noteUnknown(in: fields, besides: words)
        if words.allSatisfy({ !fields.has($0) }) {
            complaints.note(rule.complaint("effect", "must have at least one of \(words.joined(separator: ", "))"))
        }
        if fields.has("problem"), fields.has("reply") {
            complaints.note(rule.complaint("effect", "must have problem or reply, not both"))
        }
        return Effect(
            delay: delay(fields),
            problem: complaints.noting { () throws(FieldComplaint) in try fields.optional("problem") },
            reply: reply(fields))
    }

    private mutating func delay(_ effect: Fields) -> TimeSpan? {
        complaints.noting { () throws(FieldComplaint) in
            guard let text: String = try effect.optional("delay") else { return nil }
            guard let span = TimeSpan(text) else {
                throw effect.complaint("delay", "must be \(TimeSpan.textForm), not \"\(text)\"")
            }
            return span
        }
    }

    private mutating func reply(_ effect: Fields) -> ReplyEffect? {
        let fields = complaints.noting { () throws(FieldComplaint) in try effect.object("reply") }
        guard let fields else { return nil }
        complaints.noteUnknown(in: fields, besides: ["status", "reason", "headers", "body"])
        return ReplyEffect(
            status: status(fields) ?? 200,
            reason: complaints.noting { () throws(FieldComplaint) in try fields.optional("reason") },
            headers: headers(fields),
            body: complaints.noting { () throws(FieldComplaint) in try fields.optional("body") })
    }

    private mutating func status(_ reply: Fields) -> Int? {
        complaints.noting { () throws(FieldComplaint) in
            let status: Int = try reply.required("status")
            guard (200...599).contains(status) else {
                throw reply.complaint("status", "must be 200 to 599, not \(status)")
            }
            return status
        }
    }

    private mutating func headers(_ reply: Fields) -> [String: String]? {
        let fields = complaints.noting { () throws(FieldComplaint) in try reply.object("headers") }
        guard let fields else { return nil }
        var headers: [String: String] = [:]
        for member in fields.raw.members {
            headers[member.name] = complaints.noting { () throws(FieldComplaint) in
                guard HTTPField.Name(member.name) != nil else {
                    throw fields.complaint(member.name, "is not a header's name")
                }
                let value: String = try fields.required(member.name)
                guard HTTPField.isValidValue(value) else {
                    throw fields.complaint(member.name, "is not a header's value")
                }
                return value
            }
        }
        return headers
    }
}
