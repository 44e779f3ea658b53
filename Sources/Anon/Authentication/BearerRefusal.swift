import Kernel

/// Why a bearer is nobody's.
enum BearerRefusal: Error, Equatable, Sendable {
    case missing
    case refused(detail: String)
    case expired(at: Moment)
    case otherKeySpace(own: KeySpace, called: KeySpace)
    case notAKey(isToken: Bool)

    var reason: Reason {
        switch self {
        case .missing:
            Reason(
                "key.missing",
                "There is no Authorization: Bearer header. POST /org/login gives a session token; any anon_… key works, too."
            )
        case .refused(let detail): Reason("key.refused", detail)
        case .expired(let instant):
            Reason("key.expired", "The session token expired at \(instant). POST /org/login gives a new one.")
        case .otherKeySpace(let own, let called):
            Reason(
                "key.otherEnvironment",
                "This is a key of \(own.rawValue), and the host is one of \(called.rawValue): the key spaces are separate."
            )
        case .notAKey(let isToken):
            Reason(
                "key.notAKey",
                (isToken ? "The bearer is a JWT" : "The bearer is neither a session token nor an API key")
                    + ". This call takes the session token of POST /org/login or an API key (anon_…).")
        }
    }
}
