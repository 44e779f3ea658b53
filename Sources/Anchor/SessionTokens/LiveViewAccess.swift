import HTTPTypes
import Kernel
import KernelHTTP

/// What somebody wants who comes to a live view.
enum LiveViewStep: Sendable {
    /// To open its page.
    case open
    /// To see its pictures.
    case watch
    /// What the page goes on with while it is open: where it is, and what its viewer does.
    case follow
}

/// A live view that somebody may see.
struct LiveViewAccess: Sendable {
    let session: Session
    /// Whether the viewer may also use it.
    let isInteractive: Bool
    /// What the page asks with for what it shows.
    let query: String
}

extension AnchorState {
    /// The live view that a query leads to, by a token or by the session's id. Throws for who may not see it.
    ///
    /// A page that is open goes on when its token is revoked, or when the session takes tokens only from then on: it has a pass,
    /// which follows from what it was opened with.
    mutating func liveView(
        _ query: NamedValues, for step: LiveViewStep, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> LiveViewAccess {
        if let token = query["token"], !token.isEmpty { return try liveView(token: token, query, for: step, turn) }
        let id = query.id("sessionId") ?? ""
        let session = try session(id, turn)
        let hasPass = isPass(query["view"], of: id)
        if session.isTokenOnly, !(step == .follow && hasPass) { throw .tokenRequired(id) }
        if session.configuration.session.isLiveViewURLOneTime, !(step != .open && hasPass) {
            if let viewedAt = session.access?.viewedAt { throw .viewedBefore(id, at: viewedAt) }
            guard step == .open else { throw .notViewed(id) }
            var access = session.access ?? SessionAccess()
            access.viewedAt = turn.now
            sessions[id]?.access = access
        }
        return LiveViewAccess(
            session: session, isInteractive: !session.configuration.session.isLiveViewReadOnly,
            query: "sessionId=\(PercentCoding.encode(id))&view=\(pass(of: id))")
    }

    private func liveView(
        token: String, _ query: NamedValues, for step: LiveViewStep, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> LiveViewAccess {
        let (known, session) = try openToken(token, for: [.liveView, .liveViewReadOnly], turn)
        if let revokedAt = known.revokedAt, !(step == .follow && isPass(query["view"], of: token)) {
            throw .revokedToken(at: revokedAt)
        }
        return LiveViewAccess(
            session: session, isInteractive: known.scope == .liveView,
            query: "token=\(PercentCoding.encode(token))&view=\(pass(of: token))")
    }

    private func pass(of subject: String) -> String {
        var ids = ids.derived(for: "live view \(subject)")
        return ids.secret()
    }

    private func isPass(_ text: String?, of subject: String) -> Bool { text == pass(of: subject) }
}

// MARK: - Refusals

/// Ours: the vendor only says that the address dies.
extension AnchorProblem {
    fileprivate static func viewedBefore(_ id: String, at instant: Moment) -> AnchorProblem {
        AnchorProblem(
            .gone, "This live view was opened before",
            Reason(
                SessionTokenReason.viewed,
                "Session \(id) was created with one_time_url, and its live view was opened at \(instant)."))
    }

    fileprivate static func notViewed(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "Open the live view first",
            Reason(
                SessionTokenReason.viewed,
                "Session \(id) was created with one_time_url: only the page that its live_view_url opens shows pictures."
            ))
    }
}
