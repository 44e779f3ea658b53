package import HTTPTypes
package import Kernel
import KernelHTTP

/// The single-use permission to open the hosted page for one application (anchor.md 2.2). The secret itself is the key under
/// which the state keeps it.
struct IdentityToken: Codable, Sendable, Equatable {
    /// What the token permits.
    struct Grant: Codable, Sendable, Equatable {
        let applicationID: String
        /// Tells the application from a later one that was adopted under the same id.
        let applicationOrdinal: Int64
        /// Where the browser goes afterwards, as the client wrote it.
        let callback: String
    }

    /// How long a token lives (anchor.md 2.2).
    static let lifetime = TimeSpan.minutes(15)

    private var completion: SingleUse<Grant>
    private var openedAt: Moment?
    /// The place in the order of making; nil for one that was kept before tokens had any.
    let ordinal: Int64?

    init(_ grant: Grant, issuedAt now: Moment, ordinal: Int64? = nil) {
        self.ordinal = ordinal
        completion = SingleUse(grant, expiresAt: now + Self.lifetime)
    }

    /// The instant from which on it is expired.
    var expiresAt: Moment { completion.expiresAt }

    /// What it permits, whatever became of it.
    var grant: Grant { completion.subject }

    /// What it permits, if it still does.
    func peek(at now: Moment) throws(IdentityTokenRefusal) -> Grant {
        do throws(SingleUse<Grant>.Refusal) { return try completion.peek(at: now) } catch {
            throw IdentityTokenRefusal(error)
        }
    }

    /// Notes that its page was opened. It can be opened once.
    mutating func open(at now: Moment) throws(IdentityTokenRefusal) -> Grant {
        let grant = try peek(at: now)
        if let openedAt { throw .alreadyUsed(firstAt: openedAt) }
        openedAt = now
        return grant
    }

    /// Spends it. It can be spent once, opened or not.
    mutating func spend(at now: Moment) throws(IdentityTokenRefusal) -> Grant {
        do throws(SingleUse<Grant>.Refusal) { return try completion.take(at: now) } catch {
            throw IdentityTokenRefusal(error)
        }
    }
}

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

    /// The status of the page and of the control plane's answer (ours; Choices.md).
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
            Reason(AnchorReason.tokenUnknown, "This world issued no such identity token.")
        case .applicationDeleted:
            Reason(
                AnchorReason.tokenApplicationDeleted, "The token's application was deleted before the token was used.")
        case .alreadyUsed(let firstAt):
            Reason(
                AnchorReason.tokenAlreadyUsed,
                "The token was first used at \(firstAt). A token is good for one identity.")
        case .expired(let expiresAt):
            Reason(AnchorReason.tokenExpired, "The token expired at \(expiresAt), 15 minutes after it was issued.")
        case .worldIsFull(let limit): AnchorProblem.worldIsFull(limit).reason
        }
    }
}
