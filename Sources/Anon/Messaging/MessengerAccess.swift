import HTTPTypes
import KernelHTTP
import Tokens

/// Who may call Messaging. The vendor's page says API key and shows the user's JWT (anon.md 5), so either is taken.
enum MessengerAccess {
    /// The page shows no `X-Anon-Sdk-Client-Id` beside the JWT. Without it the token's own claim says which client's pool
    /// verifies it, as all tokens of hosted pools do.
    @Sendable static func anyone(_ call: AnonCall) async throws -> AccountCaller {
        guard call.exchange.head.headerFields[.anonSdkClientID] == nil, let bearer = Bearer(call), bearer.isToken,
            !bearer.isKeyShaped
        else { return try await AccountAccess.anyone(call) }
        let clientID = (try? UnverifiedToken(bearer.text))?.string("sdkClientId")
        do throws(AppUserRefusal) {
            return .appUser(
                try await AppUserAccess.identity(
                    token: bearer.text, clientID: clientID, in: call.store, keySpace: call.keySpace, at: call.now))
        } catch {
            throw AnonProblem.unauthorized(error.reason, call.store.policies)
        }
    }
}
