package import HTTPTypes
package import Kernel

/// Why an identity token permits nothing.
package enum IdentityTokenRefusal: Error, Equatable, Sendable {
    /// This world never issued it.
    case unknown
    /// Its application was deleted before it was used.
    case applicationDeleted
    /// It was used before, at that instant.
    case alreadyUsed(firstAt: Moment)
    /// It has been expired since that instant.
    case expired(at: Moment)
    /// It is good, but the world holds as many objects as it may.
    case worldIsFull(limit: Int)

    init(_ refusal: SingleUse<IdentityToken.Grant>.Refusal) {
        self =
            switch refusal {
            case .alreadyUsed(let firstAt): .alreadyUsed(firstAt: firstAt)
            case .expired(let expiresAt): .expired(at: expiresAt)
            }
    }

    /// The status of the page and of the control plane's answer (ours; product.md 8).
    package var status: HTTPResponse.Status {
        switch self {
        case .unknown, .applicationDeleted: .notFound
        case .alreadyUsed: .conflict
        case .expired: .gone
        case .worldIsFull(let limit): AnchorProblem.worldIsFull(limit).status
        }
    }

    /// The exact reason.
    package var reason: Reason {
        switch self {
        case .unknown:
            Reason("token.unknown", "This world issued no such identity token.")
        case .applicationDeleted:
            Reason("token.applicationDeleted", "The token's application was deleted before the token was used.")
        case .alreadyUsed(let firstAt):
            Reason("token.alreadyUsed", "The token was first used at \(firstAt). A token is good for one identity.")
        case .expired(let expiresAt):
            Reason("token.expired", "The token expired at \(expiresAt), 15 minutes after it was issued.")
        case .worldIsFull(let limit): AnchorProblem.worldIsFull(limit).reason
        }
    }
}
