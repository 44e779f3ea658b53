import HTTPTypes
import KernelHTTP

/// `/link/complete`
enum LinkCalls {
    /// The link leads to its world where the query names none.
    @Sendable static func complete(_ call: ControlCall) async throws -> Reply {
        let fields = try call.fields(only: call.worlds.linkMembers + ["deliver"])
        return .json(.ok, try await call.worlds.completeLink(in: try call.namedWorld(), fields: fields))
    }
}
