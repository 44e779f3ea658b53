import HashTreeCollections
import Kernel

/// The life of profiles.
extension AnchorState {
    /// Makes a profile. Throws for a name that is taken and for a session that cannot be reached; where ids are adopted
    /// the name is taken over and any session will do.
    mutating func createProfile(
        _ draft: Profile.Draft, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) {
        if policies.unknownIDs == .refuse {
            if profile(draft.name, at: now) != nil { throw .profileExists(draft.name) }
            if let id = draft.sessionID {
                guard let session = sessions[id] else { throw .notFound("Session", id) }
                if session.status(at: now) == .completed { throw .endedSession(id) }
            }
        }
        try putProfile(draft, policies: policies, now: now)
    }

    /// The profile of this name as it is at `now`: one that a session leaves behind is there from that session's end
    /// on.
    func profile(_ name: String, at now: Moment) -> Profile? {
        profiles[name].flatMap { settled($0, at: now) }
    }

    /// The profiles that are there, in the order of making.
    func allProfiles(at now: Moment) -> [Profile] {
        profiles.values.compactMap { settled($0, at: now) }.sorted { $0.ordinal < $1.ordinal }
    }

    /// The profile of this name; where ids are adopted (policy `unknownIds`), one is made for a name that has none.
    mutating func knownProfile(_ name: String, policies: AnchorPolicies, now: Moment) throws(AnchorProblem) -> Profile {
        if let profile = profile(name, at: now) { return profile }
        guard policies.unknownIDs == .adopt else { throw .notFound("Profile", name) }
        return try putProfile(Profile.Draft(name: name), policies: policies, now: now)
    }

    /// Takes a profile away. One that a running session will leave behind is not there yet.
    mutating func deleteProfile(_ name: String, policies: AnchorPolicies, now: Moment) throws(AnchorProblem) {
        _ = try knownProfile(name, policies: policies, now: now)
        profiles[name] = nil
        releaseRoom()
    }

    /// Whether a session with this profile makes it when it ends. Throws for a profile that neither is there nor will
    /// be made.
    mutating func awaitsProfile(
        _ reference: ProfileReference?, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> Bool {
        guard let reference, profile(reference.name, at: now) == nil else { return false }
        if reference.isPersisted { return profiles[reference.name] == nil }
        guard policies.unknownIDs == .adopt else { throw .unknownProfile(reference.name) }
        try putProfile(Profile.Draft(name: reference.name), policies: policies, now: now)
        return false
    }

    /// Makes a profile in the place of one of its name, if there is one.
    @discardableResult
    private mutating func putProfile(
        _ draft: Profile.Draft, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> Profile {
        let ordinal = profiles[draft.name] == nil ? try makeRoom(policies) : takeRoom(for: 0)
        let profile = Profile(draft, ordinal: ordinal, createdAt: now)
        profiles[draft.name] = profile
        return profile
    }

    private func settled(_ profile: Profile, at now: Moment) -> Profile? {
        guard let awaited = profile.awaitedSessionID else { return profile }
        return sessions[awaited]?.end(at: now).map(profile.left(at:))
    }
}
