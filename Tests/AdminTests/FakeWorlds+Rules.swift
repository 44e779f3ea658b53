import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Scenarios

extension FakeWorlds {
    private static let reader = ScenarioReader(
        format: ScenarioFormat(
            sections: [], operations: ["anchor.createSession", "anchor.takeScreenshot"],
            problems: ["anchor": ["outOfCredits", "notFound"]]),
        library: .builtIn)

    func readRule(_ text: String) throws -> Rule {
        do throws(ScenarioComplaints) {
            return try Self.reader.readRule(text, file: "rule")
        } catch {
            throw refusal(error, code: ControlReason.ruleInvalid)
        }
    }

    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document {
        do throws(ScenarioComplaints) {
            return try Self.reader.read(text, file: "body", patterns: patterns)
        } catch {
            throw refusal(error, code: CommonReason.bodyInvalid)
        }
    }

    private func refusal(_ error: ScenarioComplaints, code: String) -> ControlRefusal {
        ControlRefusal(
            .unprocessableContent, error.description, code: code, complaints: error.complaints.map(\.description))
    }
}
