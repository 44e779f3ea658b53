import Kernel

/// Why an app user id token names nobody.
enum AppUserRefusal: Error, Sendable {
    case noToken
    case client(ClientRefusal)
    /// The pool's key set cannot be had.
    case keySet(Reason)
    case token(Reason, pool: String)
    case otherPool(ofToken: String, ofClient: String)

    var reason: Reason {
        switch self {
        case .noToken:
            Reason("jwt.missing", "There is no app user id token in Authorization: Bearer.")
        case .client(let refusal): refusal.reason
        case .keySet(let reason): reason
        case .token(let reason, let pool): Reason(reason.code, "\(reason.detail) (User pool \"\(pool)\".)")
        case .otherPool(let token, let client):
            Reason(
                "jwt.otherPool",
                "The token was issued for user pool \"\(token)\", and the SDK client belongs to \"\(client)\". Use the id of "
                    + "the webapp client of the token's pool.")
        }
    }
}
