import Admin
import HTTPTypes
import Kernel
import Scenarios

extension ControlRoom: ControlledRules {
    func readRule(_ text: String) throws -> Rule {
        try refusing("The rule cannot be used", code: "rule.invalid") { () throws(StartRefusal) in
            try shelf.rule(text)
        }
    }

    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document {
        try refusing("The body cannot be understood", code: "body.invalid") { () throws(StartRefusal) in
            try shelf.read(text, patterns: patterns)
        }
    }

    private func refusing<Value>(
        _ words: String, code: String, _ read: () throws(StartRefusal) -> Value
    ) throws -> Value {
        do throws(StartRefusal) {
            return try read()
        } catch {
            throw ControlRefusal(
                .unprocessableContent, "\(words): \(error.complaints.joined(separator: "; "))", code: code,
                complaints: error.complaints)
        }
    }
}
