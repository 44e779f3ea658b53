import HTTPTypes
import Kernel
import KernelHTTP

/// `/health`
enum HealthCalls {
    @Sendable static func read(_ call: ControlCall) -> Reply {
        .json(.ok, HealthReport(version: call.worlds.version, uptime: call.worlds.uptime))
    }
}
