import HTTPTypes
import KernelHTTP

/// Finishes Anchor's hosted page without a browser: `/identity-tokens/{token}/complete`.
enum IdentityTokenController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "completeIdentityToken", .post, "/identity-tokens/{token}/complete",
            "Finishes the hosted flow of an identity token without a browser", waiting: complete)
    ]

    /// What `completeIdentityToken` in `Assembly` reads; a typing error must not pass as a success.
    private static let members = ["outcome", "deliver", "userName", "name", "password"]

    /// The token leads to its world if the query names none.
    @Sendable private static func complete(_ call: ControlCall) async throws -> Reply {
        let outcome = try await call.worlds.completeIdentityToken(
            call.parameter("token"), in: try call.namedWorld(), fields: try call.fields(only: members))
        return .json(.ok, outcome)
    }
}

/// Finishes Anon's Link without a browser: `/link/complete`.
enum LinkController {
    static let routes: [Route<ControlContext>] = [
        .control("completeLink", .post, "/link/complete", "Finishes Link without a browser", waiting: complete)
    ]

    /// The link leads to its world if the query names none.
    @Sendable private static func complete(_ call: ControlCall) async throws -> Reply {
        let fields = try call.fields(only: call.worlds.linkMembers + ["deliver"])
        return .json(.ok, try await call.worlds.completeLink(in: try call.namedWorld(), fields: fields))
    }
}

/// What a client needs to begin, without any set-up: `/credentials`.
enum CredentialController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "getCredentials", .get, "/credentials", "Shows a world's ready-made keys, ids and token", waiting: read)
    ]

    @Sendable private static func read(_ call: ControlCall) async throws -> Reply {
        .json(.ok, try await call.worlds.credentials(in: try call.worldName(), at: call.exchange.origin))
    }
}

/// Signs an app user id token with a built-in key, with any mistake on demand: `/token`.
enum TokenController {
    static let routes: [Route<ControlContext>] = [
        .control("signToken", .post, "/token", "Signs an app user id token, right or wrong", waiting: sign)
    ]

    @Sendable private static func sign(_ call: ControlCall) async throws -> Reply {
        let fields = try call.fields(only: call.worlds.tokenMembers)
        return .json(.ok, try await call.worlds.signToken(in: try call.worldName(), fields: fields))
    }
}
