import HTTPTypes
import KernelHTTP

/// Who may call what backends and end users call alike: what the bearer looks like says which of them it is.
enum AccountAccess {
    /// A bearer in the form of a JWT, or one that comes with a client's id, is an end user's; every other is a key.
    @Sendable static func anyone(_ call: AnonCall) async throws -> AccountCaller {
        let bearer = Bearer(call)
        let isKey = bearer?.isKeyShaped == true
        let comesWithClient = call.exchange.head.headerFields[.anonSdkClientID] != nil
        guard !isKey, bearer?.isToken == true || comesWithClient else {
            return .backend(try CallerAccess.backend(call))
        }
        return .appUser(try await AppUserAccess.appUser(call))
    }
}
