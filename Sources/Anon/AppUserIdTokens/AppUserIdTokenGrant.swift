package import Kernel
import Tokens

/// What an app user id token of a hosted pool says (anon.md 2.6), and its signing.
package struct AppUserIdTokenGrant: Sendable {
    /// How long such a token lives: 6 months, here 183 days.
    package static let lifetime = TimeSpan.minutes(183 * 24 * 60)

    private let appUserID: String
    private let userPoolID: String
    private let sdkClientID: String?
    private let issuedAt: Moment
    private let expiresAt: Moment

    /// - Parameters:
    ///   - userPoolID: goes into a claim of ours, so that a pool without a webapp client can tell its tokens, too.
    ///   - expiresAt: nil is `lifetime` from `issuedAt`.
    package init(
        appUserID: String, userPoolID: String, sdkClientID: String?, issuedAt: Moment, expiresAt: Moment? = nil
    ) {
        self.appUserID = appUserID
        self.userPoolID = userPoolID
        self.sdkClientID = sdkClientID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt ?? issuedAt + Self.lifetime
    }

    /// The token.
    package func sign() async -> String {
        var claims = JSONObject()
        claims["sdkClientId"] = sdkClientID.map(JSONValue.string)
        claims["userPoolId"] = .string(userPoolID)
        return await TokenSigner.sign(
            TokenOrder(subject: appUserID, claims: claims, issuedAt: issuedAt, expiresAt: expiresAt))
    }
}
