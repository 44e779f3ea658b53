import HTTPTypes
package import Kernel
import KernelHTTP
import NIOCore

/// The calls on a world's past: `/snapshots`, `/snapshots/{id}` and `/rewind`.
enum SnapshotController {
    static let routes: [Route<ControlContext>] = [
        .control("listSnapshots", .get, "/snapshots", "Lists a world's snapshots", workload: .long, handle: list),
        .control("takeSnapshot", .post, "/snapshots", "Keeps what a world is now", workload: .long, handle: take),
        .control(
            "importSnapshot", .put, "/snapshots", "Keeps what another Drydock exported", query: ["name"],
            workload: .long, handle: `import`),
        .control(
            "exportSnapshot", .get, "/snapshots/{id}", "A snapshot as a document", workload: .long, handle: export),
        .control("deleteSnapshot", .delete, "/snapshots/{id}", "Deletes a snapshot", workload: .long, handle: delete),
        .control(
            "restoreSnapshot", .post, "/snapshots/{id}/restore", "Puts a world back to a snapshot", workload: .long,
            handle: restore),
        .control(
            "compareSnapshots", .get, "/snapshots/{id}/diff/{other}", "Tells what differs between two snapshots",
            workload: .long, handle: compare),
        .control(
            "rewindWorld", .post, "/rewind", "Puts a world back to just before a request", workload: .long,
            handle: rewind),
    ]

    @Sendable private static func list(_ call: ControlCall) throws -> Reply {
        .json(.ok, SnapshotList(snapshots: try call.worlds.snapshots(of: try call.worldName())))
    }

    @Sendable private static func take(_ call: ControlCall) throws -> Reply {
        let fields = try call.fields(only: ["name"])
        let id = try fields.optional("name", as: ObjectID.self)?.text
        if let id, WorldName(id) == nil { throw ControlRefusal.invalidBody([fields.complaint("name", nameForm(id))]) }
        return .json(.created, try call.worlds.takeSnapshot(of: try call.worldName(), as: id))
    }

    @Sendable private static func export(_ call: ControlCall) throws -> Reply {
        let document = try call.worlds.exportSnapshot(call.parameter("id"), of: try call.worldName())
        return Reply(
            .ok, headers: [.contentType: "application/json; charset=utf-8"], body: ByteBuffer(bytes: document))
    }

    @Sendable private static func `import`(_ call: ControlCall) throws -> Reply {
        let id = call.query("name").map { ObjectID($0).text }
        if let id, WorldName(id) == nil { throw ControlRefusal.invalidQuery(["name \(nameForm(id))"]) }
        let report = try call.worlds.importSnapshot(
            Array(call.exchange.body.readableBytesView), into: try call.namedWorld(), as: id)
        return .json(.created, report)
    }

    @Sendable private static func delete(_ call: ControlCall) throws -> Reply {
        .json(.ok, try call.worlds.deleteSnapshot(call.parameter("id"), of: try call.worldName()))
    }

    @Sendable private static func restore(_ call: ControlCall) throws -> Reply {
        _ = try call.fields(only: [])
        return .json(.ok, try call.worlds.restoreSnapshot(call.parameter("id"), of: try call.worldName()))
    }

    @Sendable private static func compare(_ call: ControlCall) throws -> Reply {
        .json(
            .ok,
            try call.worlds.difference(
                from: call.parameter("id"), to: ObjectID(call.parameter("other")).text, of: try call.worldName()))
    }

    @Sendable private static func rewind(_ call: ControlCall) throws -> Reply {
        let fields = try call.fields(only: ["before"])
        let number: Int = try fields.required("before")
        guard number > 0 else {
            throw ControlRefusal.invalidBody([
                fields.complaint("before", "must be the number of a request, from 1, not \(number)")
            ])
        }
        return .json(.ok, try call.worlds.rewind(try call.worldName(), before: number))
    }

    private static func nameForm(_ text: String) -> String {
        "must be 1 to 64 letters, digits, '.', '_' or '-', not \"\(text)\""
    }
}

/// What the control plane can do with the past of worlds. What throws, throws `ControlRefusal` and changes nothing.
package protocol ControlledSnapshots: Sendable {
    /// The snapshots of a world, the oldest first.
    func snapshots(of world: WorldName) throws -> [SnapshotReport]
    /// Keeps what a world is now, under `id` or, if that is nil, under a new one.
    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport
    /// A snapshot as a JSON document, for another process.
    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8]
    /// Keeps a snapshot that another process exported, in the world that it was taken of; if `world` is given it must be
    /// that one.
    func importSnapshot(_ document: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport
    /// Deletes a snapshot.
    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport
    /// Makes a world what it was when the snapshot was taken, in one swap.
    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport
    /// What was made, changed and removed from one snapshot to another; `now` stands for the world as it is.
    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference
    /// Makes a world what it was just before request `number`, in one swap.
    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport
}

/// One snapshot in a few words.
package struct SnapshotReport: JSONWritable, Sendable {
    /// How it is found in its world.
    let id: String
    private let world: WorldName
    private let scenario: String
    /// The world's time.
    let now: Moment
    private let requests: Int
    /// How many objects there were of both vendors.
    let objects: Int

    /// - Parameters:
    ///   - id: how it is found in its world.
    ///   - world: the world that it was taken of.
    ///   - scenario: the scenario that the world had begun with.
    ///   - now: the world's time.
    ///   - requests: the number of the last request before it.
    ///   - objects: how many objects there were of both vendors.
    package init(id: String, world: WorldName, scenario: String, now: Moment, requests: Int, objects: Int) {
        self.id = id
        self.world = world
        self.scenario = scenario
        self.now = now
        self.requests = requests
        self.objects = objects
    }

    /// `{id, world, scenario, now, requests, objects}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("world", world.description)
            json.member("scenario", scenario)
            json.member("now", now)
            json.member("requests", requests)
            json.member("objects", objects)
        }
    }
}

/// The snapshots of a world.
private struct SnapshotList: JSONWritable {
    let snapshots: [SnapshotReport]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("snapshots", snapshots) }
    }
}

/// Where a world stands after it went back.
package struct RewindReport: JSONWritable, Sendable {
    private let world: WorldName
    private let now: Moment
    private let requests: Int

    /// - Parameters:
    ///   - world: the world.
    ///   - now: its time.
    ///   - requests: the number of the last request that is not undone.
    package init(world: WorldName, now: Moment, requests: Int) {
        self.world = world
        self.now = now
        self.requests = requests
    }

    /// `{world, now, requests}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("now", now)
            json.member("requests", requests)
        }
    }
}
