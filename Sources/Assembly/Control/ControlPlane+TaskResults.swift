import Admin
import Anchor
import HTTPTypes
import Kernel
import KernelHTTP

/// `/_drydock/task-results`: what Anchor's agents answer.
extension ControlPlane: ControlledTaskResults {
    func taskResults(in world: WorldName) throws -> [JSONValue] {
        try enter(world).anchor.taskResults.map { try JSONValue($0) }
    }

    func addTaskResult(_ text: String, in world: WorldName) throws -> JSONValue? {
        let seed: TaskResultSeed = try read(text) { seed in seed.on.map { [RequestPattern(on: $0)] } ?? [] }
        let complaints = seed.complaints
        guard complaints.isEmpty else {
            throw ControlRefusal(
                .unprocessableContent, "The result cannot be scripted: \(complaints.joined(separator: "; "))",
                code: ControlReason.taskResultInvalid, complaints: complaints)
        }
        return try enter(world).anchor.addTaskResult(seed).map { try JSONValue($0) }
    }

    func removeTaskResult(_ id: String, in world: WorldName) throws -> JSONValue? {
        try enter(world).anchor.removeTaskResult(id).map { try JSONValue($0) }
    }

    func removeTaskResults(in world: WorldName) throws -> Int { try enter(world).anchor.removeTaskResults() }
}

extension JSONValue {
    /// What is written, as a value.
    fileprivate init(_ written: TaskResultStatus) throws {
        self = try JSONParser.parse(JSONWriter.text(written))
    }
}
