import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// What a browser keeps between sessions, under a name (anchor.md 10).
struct Profile: Codable, Sendable, Equatable {
    /// The one documented word for where profiles come from.
    enum Source: String, Codable, CaseIterable, Sendable { case session }

    /// What is known of a new profile.
    struct Draft: Sendable {
        let name: String
        var description: String?
        var sessionID: String?
        var hasDedicatedIP = false
    }

    /// The name, which is its id.
    let name: String
    /// The place in the order of making.
    let ordinal: Int64
    private(set) var description: String?
    /// The session that it was taken from; nil if none was named.
    private(set) var sessionID: String?
    /// Whether its sessions keep one address; taken and kept, without effect.
    let hasDedicatedIP: Bool
    private(set) var createdAt: Moment
    /// The running session that will leave it behind (`browser.profile.persist`); nil if it is there already.
    private(set) var awaitedSessionID: String?

    init(_ draft: Draft, ordinal: Int64, createdAt: Moment, awaitedSessionID: String? = nil) {
        name = draft.name
        self.ordinal = ordinal
        description = draft.description
        sessionID = draft.sessionID
        hasDedicatedIP = draft.hasDedicatedIP
        self.createdAt = createdAt
        self.awaitedSessionID = awaitedSessionID
    }

    /// Takes over what is given: another description, another session's state.
    mutating func change(description: String?, sessionID: String?) {
        self.description = description ?? self.description
        self.sessionID = sessionID ?? self.sessionID
    }

    /// The profile as the session that was awaited left it behind at `end`.
    func left(at end: Moment) -> Profile {
        var profile = self
        profile.sessionID = awaitedSessionID
        profile.createdAt = end
        profile.awaitedSessionID = nil
        return profile
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Makes a profile. Throws for a name that is taken and for a session that cannot be reached; where ids are adopted
    /// the name is taken over and any session will do.
    mutating func createProfile(_ draft: Profile.Draft, _ turn: AnchorTurn) throws(AnchorProblem) {
        if turn.policies.unknownIDs == .refuse {
            if profile(draft.name, at: turn.now) != nil { throw .profileExists(draft.name) }
            if let id = draft.sessionID {
                guard let session = sessions[id] else { throw .notFound(.session, id) }
                if session.status(at: turn.now) == .completed { throw .endedSession(id) }
            }
        }
        try putProfile(draft, turn)
    }

    /// The profile of this name as it is at `now`: one that a session leaves behind is there from that session's end on.
    func profile(_ name: String, at now: Moment) -> Profile? {
        profiles[name].flatMap { settled($0, at: now) }
    }

    /// The profiles that are there, in the order of making.
    func allProfiles(at now: Moment) -> [Profile] {
        profiles.values.compactMap { settled($0, at: now) }.sorted { $0.ordinal < $1.ordinal }
    }

    /// The profile of this name; where ids are adopted (policy `unknownIds`), one is made for a name that has none.
    mutating func knownProfile(_ name: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Profile {
        if let profile = profile(name, at: turn.now) { return profile }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.profile, name) }
        return try putProfile(Profile.Draft(name: name), turn)
    }

    /// Changes a profile. Throws for one that is not there, and for a session that cannot be reached.
    mutating func updateProfile(
        _ name: String, description: String?, sessionID: String?, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        var profile = try knownProfile(name, turn)
        if let sessionID, turn.policies.unknownIDs == .refuse {
            guard let session = sessions[sessionID] else { throw .notFound(.session, sessionID) }
            if session.status(at: turn.now) == .completed { throw .endedSession(sessionID) }
        }
        profile.change(description: description, sessionID: sessionID)
        profiles[name] = profile
    }

    /// Deletes a profile. One that a running session will leave behind is not there yet.
    mutating func deleteProfile(_ name: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        _ = try knownProfile(name, turn)
        profiles[name] = nil
        release()
    }

    /// Whether a session with this profile makes it when it ends. Throws for a profile that neither is there nor will
    /// be made.
    mutating func awaitsProfile(_ reference: ProfileReference?, _ turn: AnchorTurn) throws(AnchorProblem) -> Bool {
        guard let reference, profile(reference.name, at: turn.now) == nil else { return false }
        if reference.isPersisted { return profiles[reference.name] == nil }
        guard turn.policies.unknownIDs == .adopt else { throw .unknownProfile(reference.name) }
        try putProfile(Profile.Draft(name: reference.name), turn)
        return false
    }

    /// Makes a profile, in place of one of the same name if there is one.
    @discardableResult
    mutating func putProfile(_ draft: Profile.Draft, _ turn: AnchorTurn) throws(AnchorProblem) -> Profile {
        let ordinal = profiles[draft.name] == nil ? try reserve(turn.policies) : nextOrdinal(for: 0)
        let profile = Profile(draft, ordinal: ordinal, createdAt: turn.now)
        profiles[draft.name] = profile
        return profile
    }

    private func settled(_ profile: Profile, at now: Moment) -> Profile? {
        guard let awaited = profile.awaitedSessionID else { return profile }
        return sessions[awaited]?.end(at: now).map(profile.left(at:))
    }
}

// MARK: - Operations

/// Profiles (anchor.md 10).
extension Endpoint {
    static let createProfile = Endpoint(
        "anchor.createProfile", .post, "/v1/profiles", "Keep a session's browser state under a name",
        choice: """
            `session_id` may be left out; a session that is unknown or has ended answers 404. The profile is ready at \
            once, and `source` is always `session`.
            """)
    static let listProfiles = Endpoint("anchor.listProfiles", .get, "/v1/profiles", "List the profiles")
    static let getProfile = Endpoint("anchor.getProfile", .get, "/v1/profiles/{name}", "Read one profile")
    static let deleteProfile = Endpoint(
        "anchor.deleteProfile", .delete, "/v1/profiles/{name}", "Delete a profile",
        choice: "Sessions that run with it are not disturbed.")
    static let updateProfile = Endpoint(
        "anchor.updateProfile", .put, "/v1/profiles/{name}", "Change a profile",
        choice: """
            An older form, which sets the description, the session that the profile was taken from, or both; what is left \
            out stays. 404 for an unknown profile, and for a session that is unknown or has ended.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/profiles` | 200 `{data: {status}}` |
/// | `GET /v1/profiles` | 200 `{data: {count, items}}` of `ProfileDetails` |
/// | `GET /v1/profiles/{name}` | 200 `GetProfile.Reply` |
/// | `DELETE /v1/profiles/{name}` | 200 `{data: {status}}` |
/// | `PUT /v1/profiles/{name}` | 200 `{data: {status}}` |
enum ProfileController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createProfile, admit: AnchorAccess.apiKey, handle: create),
        Route(.listProfiles, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.getProfile, admit: AnchorAccess.apiKey, handle: get),
        Route(.deleteProfile, admit: AnchorAccess.apiKey, handle: delete),
        Route(.updateProfile, admit: AnchorAccess.apiKey, handle: update),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let body = try CreateProfile.Body(call.members())
        try call.update { try $0.createProfile(body.draft, $1) }
        return .json(.ok, StatusReply("ready"))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let profiles = call.store.read { $0.allProfiles(at: call.now) }
        return .json(.ok, ItemsReply(profiles.map(ProfileDetails.init)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let name = call.parameter("name")
        let profile =
            try call.store.read { $0.profile(name, at: call.now) } ?? call.update { try $0.knownProfile(name, $1) }
        return .json(.ok, GetProfile.Reply(profile: profile))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteProfile(call.parameter("name"), $1) }
        return .json(.ok, StatusReply())
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        _ = try fields.choice("source", of: Profile.Source.self)
        let description: String? = try fields.optional("description")
        let sessionID = try fields.optional("session_id", as: ObjectID.self)?.text
        try call.update { (state, turn) throws(AnchorProblem) in
            try state.updateProfile(call.parameter("name"), description: description, sessionID: sessionID, turn)
        }
        return .json(.ok, StatusReply("ready"))
    }
}

// MARK: - Bodies and replies

/// `POST /v1/profiles` (anchor.md 10)
private enum CreateProfile {
    struct Body: Sendable {
        let draft: Profile.Draft

        /// Throws for a missing or empty name and another source than `session`.
        init(_ fields: Fields) throws {
            let name: String = try fields.required("name")
            if name.isEmpty { throw fields.complaint("name", "must not be empty") }
            _ = try fields.choice("source", of: Profile.Source.self)
            draft = Profile.Draft(
                name: name, description: try fields.optional("description"),
                sessionID: try fields.optional("session_id", as: ObjectID.self)?.text,
                hasDedicatedIP: try fields.optional("dedicated_sticky_ip") ?? false)
        }
    }
}

/// A profile as reading and listing show it (anchor.md 10). Its status is always `ready` (ours).
private struct ProfileDetails: JSONWritable {
    private let profile: Profile

    init(_ profile: Profile) {
        self.profile = profile
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", profile.name)
            json.member("description", profile.description)
            json.member("source", Profile.Source.session.rawValue)
            json.member("session_id", profile.sessionID)
            json.member("status", "ready")
            json.member("created_at", profile.createdAt)
        }
    }
}

/// `GET /v1/profiles/{name}` (anchor.md 10)
private enum GetProfile {
    struct Reply: JSONWritable {
        let profile: Profile

        func write(to json: inout JSONWriter) {
            json.object { $0.member("data", ProfileDetails(profile)) }
        }
    }
}

// MARK: - Refusals

/// The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// A profile that neither exists nor will be made by this session (ours).
    fileprivate static func unknownProfile(_ name: String) -> AnchorProblem {
        invalid(
            "Profile not found", CommonReason.profileUnknown,
            "No profile has the name \(name). With `persist: true` the session leaves one behind when it ends.")
    }

    /// The 404 of creation, for a session that cannot be reached (anchor.md 10).
    fileprivate static func endedSession(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Session not found",
            Reason(AnchorReason.sessionEnded, "Session \(id) has ended; a profile is taken from a running one."))
    }

    /// The 409 of creation (anchor.md 10).
    fileprivate static func profileExists(_ name: String) -> AnchorProblem {
        conflict(
            "Profile already exists", AnchorReason.profileExists,
            "A profile has the name \(name) already. Delete it first.")
    }
}
