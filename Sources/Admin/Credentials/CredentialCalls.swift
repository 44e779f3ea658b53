import HTTPTypes
import KernelHTTP

/// `/credentials`: what a client needs to begin, without any set-up.
enum CredentialCalls {
    @Sendable static func read(_ call: ControlCall) async throws -> Reply {
        .json(.ok, await call.worlds.credentials(in: try call.worldName(), at: call.exchange.origin))
    }
}
