import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of sessions.
extension AnchorState {
    /// Makes a session. Throws if the rate is used up, an identity cannot be used, the profile, an extension, an integration or
    /// the volume is unknown, the volume is not ready or the world is full.
    mutating func createSession(
        _ configuration: SessionConfiguration, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Session {
        try createSessions(configuration, starting: [nil], turn)[0]
    }

    /// Makes a session for each start, all of them or none. They count as one creation against the rate.
    mutating func createSessions(
        _ configuration: SessionConfiguration, starting starts: [SessionStart?], _ turn: AnchorTurn,
        besides others: Int = 0
    ) throws(AnchorProblem) -> [Session] {
        let recent = try sessionCreations(turn)
        try checkReferences(of: configuration, turn)
        for id in configuration.identityIDs { try checkIdentity(id, turn) }
        let volume = try mountable(configuration.browser.volume, turn)
        let awaitsProfile = try awaitsProfile(configuration.browser.profile, turn)
        let tokens = configuration.tokenCountAtCreation
        var ordinal = try reserve(turn.policies, for: starts.count * (1 + tokens) + (awaitsProfile ? 1 : 0) + others)
        if let volume { mount(volume, at: turn.now) }
        if turn.policies.sessionRateLimit != nil { recentSessionCreations = recent + [turn.now] }
        var made: [Session] = []
        made.reserveCapacity(starts.count)
        for start in starts {
            if !made.isEmpty { ordinal = nextOrdinal(for: 0) }
            made.append(addSession(configuration, id: ids.uuid(), ordinal: ordinal, now: turn.now, start: start))
        }
        // The first of several leaves it behind (ours).
        if awaitsProfile, let name = configuration.browser.profile?.name, let first = made.first {
            profiles[name] = Profile(
                Profile.Draft(name: name), ordinal: first.ordinal, createdAt: turn.now, awaitedSessionID: first.id)
        }
        return made
    }

    /// Inserts a session whose place is reserved, and the places of its tokens if it has scoped access.
    @discardableResult
    mutating func addSession(
        _ configuration: SessionConfiguration, id: String, ordinal: Int64, now: Moment, start: SessionStart? = nil
    ) -> Session {
        let session = Session(
            id: id, ordinal: ordinal, configuration: configuration,
            recordingID: configuration.session.isRecorded ? ids.uuid() : nil, createdAt: start?.at ?? now, start: start)
        sessions[id] = session
        addTokensAtCreation(of: session, ordinal: ordinal)
        watch(.session, id, at: now)
        return sessions[id] ?? session
    }

    /// Takes out a session that has not begun at `now`, and the profile that it would have left behind. Returns false if it has.
    mutating func cancelStart(of id: String, at now: Moment) -> Bool {
        guard let session = sessions[id], !session.isThere(at: now) else { return false }
        sessions[id] = nil
        release()
        let tokens = session.access?.tokens
        for token in [tokens?.liveViewReadOnly, tokens?.liveView, tokens?.cdp, session.access?.pageToken] {
            if let token, sessionTokens.removeValue(forKey: token) != nil { release() }
        }
        if let name = session.configuration.browser.profile?.name, profiles[name]?.awaitedSessionID == id {
            profiles[name] = nil
            release()
        }
        return true
    }

    /// The session of this id; where ids are adopted (policy `unknownIds`), one is made for an id that has none.
    mutating func knownSession(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Session? {
        if let session = sessions[id] { return session.isThere(at: turn.now) ? session : nil }
        guard turn.policies.unknownIDs == .adopt else { return nil }
        let ordinal = try reserve(turn.policies)
        return addSession(SessionConfiguration(), id: id, ordinal: ordinal, now: turn.now)
    }

    /// The session of this id, for looking at: that is no activity (ours).
    mutating func session(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Session {
        guard let session = try knownSession(id, turn) else { throw .notFound(.session, id) }
        return session
    }

    /// The session of this id as it is after a call on something of its own, which begins its idle time anew.
    @discardableResult
    mutating func useSession(
        _ id: String, _ turn: AnchorTurn, _ change: (inout Session) -> Void = { _ in }
    ) throws(AnchorProblem) -> Session {
        let known = try session(id, turn)
        var session = known
        session.touch(at: turn.now)
        change(&session)
        if session != known { sessions[id] = session }
        return session
    }

    /// Ends a session; one that has ended stays as it was. An unknown one is a bad request, as the vendor documents no
    /// 404 there (ours; Choices.md).
    mutating func endSession(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let known = try knownSession(id, turn) else { throw .unknown(.session, id) }
        end(known, turn)
    }

    /// Ends a session that is there and runs, and what agents do in it. Returns false if it had ended.
    @discardableResult
    mutating func end(_ known: Session, _ turn: AnchorTurn) -> Bool {
        guard known.status(at: turn.now) == .running else { return false }
        var session = known
        session.stop(at: turn.now)
        sessions[session.id] = session
        endRuns(of: session.id, turn)
        watch(.session, session.id, turn)
        return true
    }

    /// Ends every session that runs; returns their ids.
    @discardableResult
    mutating func endAllSessions(_ turn: AnchorTurn) -> [String] {
        var ended: [String] = []
        for session in sessions.values where session.isThere(at: turn.now) && end(session, turn) {
            ended.append(session.id)
        }
        return ended
    }

    /// A DevTools client or a live view is open at a session: it is not idle until the last one is gone (anchor.md 4.5).
    mutating func attach(to id: String, at now: Moment) {
        setConnections((sessions[id]?.connections ?? 0) + 1, of: id, at: now)
    }

    /// One of them is gone.
    mutating func detach(from id: String, at now: Moment) {
        setConnections((sessions[id]?.connections ?? 0) - 1, of: id, at: now)
    }

    /// Has each session count the connections that it really has, after the world went back to a time when there were others.
    mutating func settleConnections(_ counts: [String: Int], at now: Moment) {
        for id in attachedSessions.union(counts.keys) { setConnections(counts[id] ?? 0, of: id, at: now) }
    }

    /// Has a session count so many connections, if it is there and runs.
    mutating func setConnections(_ count: Int, of id: String, at now: Moment) {
        guard let known = sessions[id] else {
            attachedSessions.remove(id)
            return
        }
        var session = known
        session.setConnections(count, at: now)
        if session != known {
            sessions[id] = session
            watch(.session, id, at: now)
        }
        if session.connections > 0, session.status(at: now) == .running {
            attachedSessions.insert(id)
        } else {
            attachedSessions.remove(id)
        }
    }

    /// The sessions that `filter` keeps, in the order of making.
    func sessions(matching filter: SessionFilter, at now: Moment) -> FoundSessions {
        var found: [(ordinal: Int64, id: String)] = []
        for session in sessions.values where filter.keeps(session, at: now) {
            found.append((session.ordinal, session.id))
        }
        return FoundSessions(found.sorted { $0.ordinal < $1.ordinal }.map(\.id), in: sessions)
    }

    /// Throws for an extension or an integration that is not there; where ids are adopted, any is taken (ours).
    private func checkReferences(
        of configuration: SessionConfiguration, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        guard turn.policies.unknownIDs == .refuse else { return }
        for id in configuration.browser.extensions where extensions[id] == nil { throw .unknown(.extension, id) }
        for integration in configuration.integrations where integrations[integration.id] == nil {
            throw .unknown(.integration, integration.id)
        }
    }

    /// Throws for an identity that is not there, cannot be read yet or has failed. One that is pending is taken (ours; anchor.md 4.1).
    private mutating func checkIdentity(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let identity = try knownIdentity(id, turn) else { throw .unknown(.identity, id) }
        if let reason = hiddenReason(identity, now: turn.now) { throw .unknown(.identity, because: reason) }
        if identity.status(at: turn.now) == .failed, turn.policies.unknownIDs == .refuse { throw .failedIdentity(id) }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// Create publishes 400, 402 and 429 only, so that 400 is the nearest (anchor.md 4.1).
    fileprivate static func failedIdentity(_ id: String) -> AnchorProblem {
        invalid(
            "Identity could not be authenticated", AnchorReason.identityFailed,
            "Identity \(id) has the status failed. Reauthenticate it or connect a new one.")
    }
}
