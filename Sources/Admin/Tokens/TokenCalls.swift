import HTTPTypes
import KernelHTTP

/// `/token`: signs an app user id token with a built-in key, with any mistake on demand.
enum TokenCalls {
    @Sendable static func sign(_ call: ControlCall) async throws -> Reply {
        let fields = try call.fields(only: call.worlds.tokenMembers)
        return .json(.ok, try await call.worlds.signToken(in: try call.worldName(), fields: fields))
    }
}
