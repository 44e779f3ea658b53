import HTTPTypes
import KernelHTTP

/// `/operations`
enum OperationCalls {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        .json(.ok, OperationList(operations: call.worlds.operations))
    }
}
