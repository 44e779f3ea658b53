import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// `/snapshots`, `/snapshots/{id}` and `/rewind`
enum SnapshotCalls {
    @Sendable static func list(_ call: ControlCall) throws -> Reply {
        .json(.ok, SnapshotList(snapshots: call.worlds.snapshots(of: try call.worldName())))
    }

    @Sendable static func take(_ call: ControlCall) throws -> Reply {
        let fields = try call.fields(only: ["name"])
        let id = try fields.optional("name", as: String.self)
        if let id, WorldName(id) == nil { throw ControlRefusal.invalidBody([fields.complaint("name", nameForm(id))]) }
        return .json(.created, try call.worlds.takeSnapshot(of: try call.worldName(), as: id))
    }

    @Sendable static func export(_ call: ControlCall) throws -> Reply {
        let document = try call.worlds.exportSnapshot(call.parameter("id"), of: try call.worldName())
        return Reply(
            .ok, headers: [.contentType: "application/json; charset=utf-8"], body: ByteBuffer(bytes: document))
    }

    @Sendable static func `import`(_ call: ControlCall) throws -> Reply {
        let id = call.query("name")
        if let id, WorldName(id) == nil { throw ControlRefusal.invalidQuery(["name \(nameForm(id))"]) }
        let report = try call.worlds.importSnapshot(
            Array(call.exchange.body.readableBytesView), into: try call.namedWorld(), as: id)
        return .json(.created, report)
    }

    @Sendable static func delete(_ call: ControlCall) throws -> Reply {
        .json(.ok, try call.worlds.deleteSnapshot(call.parameter("id"), of: try call.worldName()))
    }

    @Sendable static func restore(_ call: ControlCall) throws -> Reply {
        _ = try call.fields(only: [])
        return .json(.ok, try call.worlds.restoreSnapshot(call.parameter("id"), of: try call.worldName()))
    }

    @Sendable static func compare(_ call: ControlCall) throws -> Reply {
        .json(
            .ok,
            try call.worlds.difference(
                from: call.parameter("id"), to: call.parameter("other"), of: try call.worldName()))
    }

    @Sendable static func rewind(_ call: ControlCall) throws -> Reply {
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
