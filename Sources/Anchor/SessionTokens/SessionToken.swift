import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// What opens one view of one session, and nothing else (anchor.md 4.6). Its secret leads to its world.
struct SessionToken: Codable, Sendable, Equatable {
    /// What it is good for; the vendor's words.
    enum Scope: String, Codable, CaseIterable, Sendable {
        case liveViewReadOnly = "live_view_read_only"
        case liveView = "live_view"
        case cdp
    }

    let token: String
    /// The place in the order of making.
    let ordinal: Int64
    let sessionID: String
    let scope: Scope
    let createdAt: Moment
    private(set) var revokedAt: Moment?

    init(_ token: String, for sessionID: String, scope: Scope, ordinal: Int64, createdAt: Moment) {
        self.token = token
        self.sessionID = sessionID
        self.scope = scope
        self.ordinal = ordinal
        self.createdAt = createdAt
    }

    /// It opens nothing any more. What was revoked stays as it was.
    mutating func revoke(at now: Moment) {
        if revokedAt == nil { revokedAt = now }
    }
}

/// The tokens that were made at once, one for each scope at most.
struct SessionTokens: Codable, Sendable, Equatable {
    var liveViewReadOnly: String?
    var liveView: String?
    var cdp: String?
}

/// Who may connect to a session, apart from those with its id.
struct SessionAccess: Codable, Sendable, Equatable {
    /// Whether only tokens open connections: from the first one on, even when all are revoked.
    var isTokenOnly = false
    /// The ones that were made with the session.
    var tokens: SessionTokens?
    /// The one in the addresses of single pages.
    var pageToken: String?
    /// When the live view was opened that dies after its first viewer.
    var viewedAt: Moment?
}

extension Session {
    /// Whether its id alone opens no connection.
    var isTokenOnly: Bool { access?.isTokenOnly ?? configuration.session.hasScopedAccess }
}

extension SessionConfiguration {
    /// The scopes that tokens of the session can have (anchor.md 4.6).
    fileprivate var tokenScopes: [SessionToken.Scope] {
        if browser.has(.headless) { return [.cdp] }
        return session.isLiveViewURLOneTime ? [.liveViewReadOnly, .cdp] : SessionToken.Scope.allCases
    }

    /// What a token that is asked for can do: where the live view is read only, nobody does more than watch.
    fileprivate func scope(asked scope: SessionToken.Scope) -> SessionToken.Scope {
        scope == .liveView && session.isLiveViewReadOnly ? .liveViewReadOnly : scope
    }

    /// How many tokens are made with the session.
    var tokenCountAtCreation: Int {
        guard session.hasScopedAccess else { return 0 }
        return Set(tokenScopes.map { scope(asked: $0) }).count + 1
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Makes a token for each of these scopes; for all that the session can serve if there are none. Throws for a session that
    /// is unknown or has ended, for a scope that it cannot serve, and if the world is full.
    mutating func mintTokens(
        _ scopes: [SessionToken.Scope], for id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> SessionTokens {
        let session = try useSession(id, turn)
        guard session.status(at: turn.now) == .running else { throw .endedTokens(id) }
        let possible = session.configuration.tokenScopes
        for scope in scopes where !possible.contains(scope) { throw .impossibleScope(scope, of: session) }
        let wanted = scopes.isEmpty ? possible : scopes
        let count =
            Set(wanted.map { session.configuration.scope(asked: $0) }).count
            + (session.access?.pageToken == nil ? 1 : 0)
        let ordinal = try reserve(turn.policies, for: count)
        return addTokens(wanted, for: session, ordinal: ordinal, at: turn.now)
    }

    /// Makes the tokens of a session whose answer has them (`scoped_access`); their places are reserved.
    mutating func addTokensAtCreation(of session: Session, ordinal: Int64) {
        guard session.configuration.session.hasScopedAccess else { return }
        let tokens = addTokens(session.configuration.tokenScopes, for: session, ordinal: ordinal, at: session.createdAt)
        sessions[session.id]?.access?.tokens = tokens
    }

    private mutating func addTokens(
        _ scopes: [SessionToken.Scope], for session: Session, ordinal: Int64, at now: Moment
    ) -> SessionTokens {
        let configuration = session.configuration
        var made: [SessionToken.Scope: String] = [:]
        for scope in scopes.map({ configuration.scope(asked: $0) }) where made[scope] == nil {
            made[scope] = addToken(scope, for: session, ordinal: ordinal, at: now)
        }
        var access = session.access ?? SessionAccess()
        access.isTokenOnly = true
        if access.pageToken == nil {
            // A page that somebody lists is shown however the session was made.
            access.pageToken = addToken(configuration.scope(asked: .liveView), for: session, ordinal: ordinal, at: now)
        }
        sessions[session.id]?.access = access
        func token(_ scope: SessionToken.Scope) -> String? {
            scopes.contains(scope) ? made[configuration.scope(asked: scope)] : nil
        }
        return SessionTokens(
            liveViewReadOnly: token(.liveViewReadOnly), liveView: token(.liveView), cdp: token(.cdp))
    }

    private mutating func addToken(
        _ scope: SessionToken.Scope, for session: Session, ordinal: Int64, at now: Moment
    ) -> String {
        let token = ids.secret()
        sessionTokens[token] = SessionToken(token, for: session.id, scope: scope, ordinal: ordinal, createdAt: now)
        return token
    }

    /// Revokes a token of a session. Throws for a session or token that is not there; where ids are adopted, any will do.
    mutating func revokeToken(_ token: String, of id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        _ = try session(id, turn)
        guard var known = sessionTokens[token], known.sessionID == id else {
            if turn.policies.unknownIDs == .adopt { return }
            throw AnchorProblem(
                .notFound, "Token not found", Reason(SessionTokenReason.unknown, "Session \(id) has no such token."))
        }
        known.revoke(at: turn.now)
        sessionTokens[token] = known
    }

    /// The token, and its session, if it opens what has this scope. Throws if it does not, or not any longer.
    func openToken(
        _ token: String, for scopes: Set<SessionToken.Scope>, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (SessionToken, Session) {
        guard let known = sessionTokens[token], let session = sessions[known.sessionID] else { throw .unknownToken }
        guard scopes.contains(known.scope) else { throw .otherScope(known.scope) }
        guard session.status(at: turn.now) == .running else { throw .goneSession(session.id) }
        return (known, session)
    }
}

// MARK: - Refusals

/// The vendor documents none of these answers; all are ours.
extension AnchorProblem {
    static var unknownToken: AnchorProblem {
        AnchorProblem(
            .unauthorized, "Invalid token", Reason(SessionTokenReason.unknown, "No session has issued this token."))
    }

    static func revokedToken(at instant: Moment) -> AnchorProblem {
        AnchorProblem(
            .unauthorized, "Invalid token", Reason(SessionTokenReason.revoked, "The token was revoked at \(instant)."))
    }

    static func tokenRequired(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "This session is reached by token only",
            Reason(SessionTokenReason.required, "Session \(id) has scoped access: its id opens no new connection."))
    }

    static func goneSession(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .gone, "Session has ended",
            Reason(AnchorReason.sessionEnded, "Session \(id) is no longer running. Create a new one."))
    }

    fileprivate static func otherScope(_ scope: SessionToken.Scope) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "The token is not for this",
            Reason(SessionTokenReason.otherScope, "The token has the scope \(scope.rawValue), and opens nothing else."))
    }

    fileprivate static func endedTokens(_ id: String) -> AnchorProblem {
        invalid("Session has ended", AnchorReason.sessionEnded, "Session \(id) has ended: there is nothing to open.")
    }

    fileprivate static func impossibleScope(_ scope: SessionToken.Scope, of session: Session) -> AnchorProblem {
        let words = session.configuration.tokenScopes.map(\.rawValue).joined(separator: ", ")
        return invalid(
            "The session cannot serve the scope \(scope.rawValue)", SessionTokenReason.scopeImpossible,
            "Session \(session.id) serves \(words): a headless session has no live view, and one with one_time_url no "
                + "other that is interactive.")
    }
}

/// The codes of the reasons that tokens of sessions give, explained.
enum SessionTokenReason: String, ReasonCode {
    case otherScope = "sessionToken.otherScope"
    case required = "sessionToken.required"
    case revoked = "sessionToken.revoked"
    case scopeImpossible = "sessionToken.scopeImpossible"
    case unknown = "sessionToken.unknown"
    case viewed = "liveView.viewed"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .otherScope:
            Explanation(
                symptom: "403 when a session is opened by token.",
                cause:
                    "One token has one scope: that of a live view opens no DevTools connection, and the other way round.",
                fix: "Use the address that came with the token, or ask for a token of the scope that you need.")
        case .required:
            Explanation(
                symptom: "403 when a live view or a DevTools connection is opened by the session's id.",
                cause:
                    "The session was created with scoped_access, or a token was made for it since: from then on only tokens "
                    + "open connections, even if all were revoked.",
                fix: "Make a token with POST /v1/sessions/{session_id}/tokens and use its address.")
        case .revoked:
            Explanation(
                symptom: "401 when a session is opened by token.", cause: "The token was revoked.",
                fix: "Make another one. Connections that were open before stay open.")
        case .scopeImpossible:
            Explanation(
                symptom: "400 when tokens are made.",
                cause: "The session cannot serve a scope that is asked for.",
                fix: "Leave scopes out to get whatever the session serves.")
        case .unknown:
            Explanation(
                symptom: "401 when a session is opened by token, or 404 when one is revoked.",
                cause: "No session of the world has issued the token, or another one has.",
                fix: "Use the addresses as they came, unchanged. After a reset, create session and tokens anew.")
        case .viewed:
            Explanation(
                symptom: "410 when a live view is opened.",
                cause: "The session was created with one_time_url, and its live view was opened before.",
                fix: "Open the address once, and have nothing else load it, such as a preview of links.")
        }
    }
}
