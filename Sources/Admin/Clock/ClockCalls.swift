import HTTPTypes
import Kernel
import KernelHTTP

/// `/clock`
enum ClockCalls {
    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        .json(.ok, ClockReport(try call.world().clock))
    }

    @Sendable static func change(_ call: ControlCall) throws -> Reply {
        let change = try ClockChange(try call.fields(only: ClockChange.names))
        let clock = try call.world().clock
        do throws(ClockRefusal) {
            try change.apply(to: clock)
        } catch {
            throw ControlRefusal(error)
        }
        return .json(.ok, ClockReport(clock))
    }
}
