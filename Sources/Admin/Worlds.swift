import HTTPTypes
import Kernel
import KernelHTTP

/// The calls on whole worlds: `/worlds` and `/reset`.
enum WorldController {
    static let routes: [Route<ControlContext>] = [
        .control("listWorlds", .get, "/worlds", "Lists the worlds", workload: .long, handle: list),
        .control("dropWorld", .delete, "/worlds/{world}", "Forgets a world", workload: .long, handle: drop),
        .control("resetWorld", .post, "/reset", "Puts a world back to its start", workload: .long, handle: reset),
    ]

    @Sendable private static func list(_ call: ControlCall) -> Reply {
        .json(.ok, WorldList(worlds: call.worlds.worlds, setAside: call.worlds.setAside))
    }

    @Sendable private static func drop(_ call: ControlCall) throws -> Reply {
        let text = call.parameter("world")
        guard let name = WorldName(text) else { throw ControlRefusal.invalidWorldName(text) }
        guard call.worlds.drop(name) else {
            throw ControlRefusal(.notFound, "There is no world \(name)", code: ControlReason.worldUnknown)
        }
        return .json(.ok, ["dropped": true] as JSONValue)
    }

    @Sendable private static func reset(_ call: ControlCall) throws -> Reply {
        _ = try call.fields(only: [])
        let name = try call.worldName()
        try call.worlds.reset(name)
        return .json(.ok, WorldScenario(try call.worlds.world(name)))
    }
}

/// All worlds, in the order of their names.
private struct WorldList: JSONWritable {
    let worlds: [WorldReport]
    let setAside: [SetAsideWorld]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("worlds", worlds)
            if !setAside.isEmpty { json.member("setAside", setAside) }
        }
    }
}

/// A world and the scenario that it began with.
struct WorldScenario: JSONWritable {
    private let world: any ControlledWorld

    init(_ world: any ControlledWorld) {
        self.world = world
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.name.description)
            json.member("scenario", world.scenarioName)
        }
    }
}

/// Whether Drydock serves: `/health`.
enum HealthController {
    static let routes: [Route<ControlContext>] = [
        .control("getHealth", .get, "/health", "Tells that Drydock serves", handle: read)
    ]

    @Sendable private static func read(_ call: ControlCall) -> Reply {
        .json(.ok, HealthReport(of: call.worlds))
    }
}

/// That Drydock serves, which one, and for how long.
private struct HealthReport: JSONWritable {
    private let version: String
    private let commit: String?
    private let uptime: TimeSpan

    init(of worlds: any ControlledWorlds) {
        version = worlds.version
        commit = worlds.commit
        uptime = worlds.uptime
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "ok")
            json.member("version", version)
            json.member("commit", commit)
            json.member("uptime", Double(uptime.milliseconds) / 1000)
        }
    }
}
