import HTTPTypes
package import Kernel
import KernelHTTP

/// The calls on what agents of a world are scripted to answer: `/task-results` and `/task-results/{id}`.
enum TaskResultController {
    static let routes: [Route<ControlContext>] = [
        .control("listTaskResults", .get, "/task-results", "Lists what agents answer", workload: .long, handle: list),
        .control(
            "addTaskResult", .post, "/task-results", "Scripts what agents answer, before all others", workload: .long,
            handle: add),
        .control(
            "removeTaskResults", .delete, "/task-results", "Removes all scripted results", workload: .long,
            handle: removeAll),
        .control(
            "removeTaskResult", .delete, "/task-results/{id}", "Removes a scripted result", workload: .long,
            handle: remove),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        .json(.ok, TaskResultList(results: try call.worlds.taskResults(in: try call.worldName())))
    }

    @Sendable private static func add(_ call: ControlCall) throws -> Reply {
        let added = try call.worlds.addTaskResult(try call.document(), in: try call.worldName())
        guard let added else { throw ControlRefusal.tooManyTaskResults }
        return .json(.created, added)
    }

    @Sendable private static func removeAll(_ call: ControlCall) throws -> Reply {
        let count = try call.worlds.removeTaskResults(in: try call.worldName())
        return .json(.ok, ["removed": .integer(Int64(count))] as JSONValue)
    }

    @Sendable private static func remove(_ call: ControlCall) throws -> Reply {
        let (id, world) = (call.parameter("id"), try call.worldName())
        guard let removed = try call.worlds.removeTaskResult(id, in: world) else {
            let known = try call.worlds.taskResults(in: world).compactMap { $0.object?["id"]?.string }
            throw ControlRefusal.unknownTaskResult(id, among: known)
        }
        return .json(.ok, removed)
    }
}

/// How the control plane scripts what agents answer. `Assembly` knows whose agents they are.
package protocol ControlledTaskResults: Sendable {
    /// All scripted results of a world, first asked first.
    func taskResults(in world: WorldName) throws -> [JSONValue]
    /// Scripts a result, given as YAML or JSON, before all others. Nil if there are as many as there may be. Throws
    /// `ControlRefusal` with every complaint.
    func addTaskResult(_ text: String, in world: WorldName) throws -> JSONValue?
    /// Removes a result; nil if there is none of this id.
    func removeTaskResult(_ id: String, in world: WorldName) throws -> JSONValue?
    /// Removes all; returns how many there were.
    func removeTaskResults(in world: WorldName) throws -> Int
}

/// A world's scripted results, in the order in which they are asked.
private struct TaskResultList: JSONWritable {
    let results: [JSONValue]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("taskResults", results) }
    }
}

extension ControlRefusal {
    /// The world has as many scripted results as it may.
    fileprivate static var tooManyTaskResults: ControlRefusal {
        ControlRefusal(
            .unprocessableContent, "The world has as many scripted results as it may; delete some",
            code: ControlReason.taskResultTooMany)
    }

    /// The world has no scripted result of this id. If one has nearly that id, the message says which.
    fileprivate static func unknownTaskResult(_ id: String, among known: [String]) -> ControlRefusal {
        ControlRefusal(
            .notFound,
            "The world has no scripted result \(id)" + TextSuggestion.question(about: id, among: known),
            code: ControlReason.taskResultUnknown)
    }
}
