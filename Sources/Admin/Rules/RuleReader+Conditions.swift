import Kernel

extension RuleReader {
    /// Reads `when`.
    mutating func conditions(_ rule: Fields) -> RuleConditions? {
        let when = complaints.noting { () throws(FieldComplaint) in try rule.object("when") }
        guard let when else { return nil }
        complaints.noteUnknown(in: when, besides: ["body", "header", "query", "path"])
        return RuleConditions(
            body: matchers("body", in: when), header: matchers("header", in: when),
            query: matchers("query", in: when), path: matchers("path", in: when))
    }

    private mutating func matchers(_ part: String, in when: Fields) -> [String: Matcher]? {
        let fields = complaints.noting { () throws(FieldComplaint) in try when.object(part) }
        guard let fields else { return nil }
        var matchers: [String: Matcher] = [:]
        for member in fields.raw.members {
            matchers[member.name] = complaints.noting { () throws(FieldComplaint) in
                do throws(MatcherComplaint) {
                    return try Matcher(member.value)
                } catch {
                    throw fields.complaint(member.name, error.problem)
                }
            }
        }
        return matchers
    }
}
