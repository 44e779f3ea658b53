import HTTPTypes
import KernelHTTP
import Tokens

/// | call | answer |
/// |---|---|
/// | `GET /.well-known/jwks.json` | 200 the built-in key set |
enum KeySetController {
    /// Where the built-in key set is, on every host.
    static let path = "/.well-known/jwks.json"

    static let routes: [Route<AnonStore>] = [Route(.getKeySet, handle: get)]

    @Sendable private static func get(_ call: AnonCall) -> Reply {
        var reply = Reply.json(.ok, BuiltInKeys.jwks)
        // Key sets are public by nature; pages may read them, too.
        reply.headers[.accessControlAllowOrigin] = "*"
        return reply
    }
}

extension Endpoint {
    static let getKeySet = Endpoint(
        "anon.getKeySet", .get, KeySetController.path, "The key set that hosted pools verify with", provenance: .ours,
        choice: "The vendor's own address is not known. RS256, ES256 and EdDSA keys; tokens are issued with RS256.")
}
