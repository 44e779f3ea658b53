import HTTPTypes
import Kernel
import KernelHTTP

/// `/worlds` and `/reset`
enum WorldCalls {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        .json(.ok, WorldList(worlds: call.worlds.worlds.map(WorldReport.init)))
    }

    @Sendable static func drop(_ call: ControlCall) throws -> Reply {
        let text = call.parameter("world")
        guard let name = WorldName(text) else { throw ControlRefusal.invalidWorldName(text) }
        guard call.worlds.drop(name) else {
            throw ControlRefusal(.notFound, "There is no world \(name)", code: "world.unknown")
        }
        return .json(.ok, ["dropped": true] as JSONValue)
    }

    @Sendable static func reset(_ call: ControlCall) throws -> Reply {
        _ = try call.fields(only: [])
        let name = try call.worldName()
        call.worlds.reset(name)
        return .json(.ok, WorldScenario(call.worlds.world(name)))
    }
}
