import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// Who calls with a session token or an API key: always somebody of one organisation, in one key space.
struct Caller: Sendable, Equatable {
    /// How the caller proved it.
    enum Credential: Sendable, Equatable {
        case session(memberID: String, role: MemberRole)
        case apiKey(sdkClientID: String)
        /// A key that was never issued and counts as an admin's (Choices.md).
        case anyKey
    }

    let organizationID: String
    let keySpace: KeySpace
    let credential: Credential

    /// The service client whose key it is; nil for other credentials.
    var sdkClientID: String? {
        if case .apiKey(let id) = credential { id } else { nil }
    }

    /// Whether the caller may make things.
    var mayWrite: Bool {
        if case .session(_, .readOnly) = credential { false } else { true }
    }

    /// Whether the caller may add members.
    var isAdmin: Bool {
        switch credential {
        case .session(_, let role): role == .admin
        case .apiKey, .anyKey: true
        }
    }

    /// The app user of the caller's organisation whom `externalID` means.
    func appUser(_ externalID: String) -> AppUserKey {
        AppUserKey(keySpace: keySpace, organizationID: organizationID, externalID: externalID)
    }

    /// Throws if a body of the older generation (anon.md 2.4) names another organisation than the caller's: its bearer means
    /// nothing to that one's upstream (anon.md 9, row 2).
    func check(organizationID: String?, _ policies: AnonPolicies) throws(AnonProblem) {
        guard let organizationID, organizationID != self.organizationID else { return }
        throw .upstream(.otherOrganization("Organisation", organizationID), policies)
    }
}

/// What stands behind `Authorization: Bearer` (anon.md 1), without the `@world` at its end.
struct Bearer: Sendable, Equatable {
    let text: String

    /// The bearer of a call; nil if there is none.
    init?(_ call: AnonCall) {
        guard let header = call.exchange.head.headerFields[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        self.init(parts[1].trimmingSpaces)
    }

    /// A credential as the client wrote it; nil if nothing stands before its `@`.
    init?(_ credential: some StringProtocol) {
        let key = MarkedKey(String(credential)).credential
        guard !key.isEmpty else { return nil }
        text = String(key)
    }

    /// Whether it has the three parts of a JWT.
    var isToken: Bool { text.utf8.lazy.filter { $0 == UInt8(ascii: ".") }.count == 2 }

    /// Whether it has the form of Anon's keys and session tokens.
    var isKeyShaped: Bool { text.hasPrefix("anon_") || text.hasPrefix("ory_") }
}

extension Substring {
    /// The text without the spaces around it.
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// Who a bearer is (Choices.md).
extension AnonState {
    /// Keys that start so are refused in every scenario.
    static let refusedPrefix = "anon_invalid"

    /// Who calls with `bearer` at a host of `keySpace`.
    func caller(bearer: Bearer?, keySpace: KeySpace, _ turn: AnonTurn) throws(BearerRefusal) -> Caller {
        guard let bearer else { throw .missing }
        if let session = memberSessions[bearer.text] { return try caller(session, keySpace: keySpace, now: turn.now) }
        if let client = clientOfKey[bearer.text].flatMap({ sdkClients[$0] }),
            case .service(_, let own) = client.kind
        {
            guard own == keySpace else { throw .otherKeySpace(own: own, called: keySpace) }
            return Caller(
                organizationID: client.organizationID, keySpace: keySpace, credential: .apiKey(sdkClientID: client.id))
        }
        guard bearer.isKeyShaped else { throw .notAKey(isToken: bearer.isToken) }
        if bearer.text.hasPrefix(Self.refusedPrefix) {
            throw .refused(detail: "Keys that start with \(Self.refusedPrefix) are always refused.")
        }
        if let accepted = turn.policies.apiKeys, !accepted.contains(bearer.text) {
            throw .refused(detail: "The key was not issued here and is not among the scenario's policies.apiKeys.")
        }
        return Caller(organizationID: readyMade.organizationID, keySpace: keySpace, credential: .anyKey)
    }

    private func caller(
        _ session: MemberSession, keySpace: KeySpace, now: Moment
    ) throws(BearerRefusal) -> Caller {
        guard now < session.expiresAt else { throw .expired(at: session.expiresAt) }
        guard session.keySpace == keySpace else { throw .otherKeySpace(own: session.keySpace, called: keySpace) }
        guard let member = members[session.memberID] else {
            throw .refused(detail: "The member of this session token is gone.")
        }
        return Caller(
            organizationID: member.organizationID, keySpace: keySpace,
            credential: .session(memberID: member.id, role: member.role))
    }
}

/// Secrets in Anon's forms (anon.md 1).
extension IDSequence {
    /// An API key: `anon_` and 80 characters of the base64 alphabet, `+` and `/` among them, so that a client which forgets
    /// to escape a key in a URL fails here as it does with the vendor. The last 64 lead back to the world.
    mutating func anonAPIKey() -> String {
        let letters = uuid().utf8.filter { $0 != UInt8(ascii: "-") }.prefix(14).map { Self.alphabet[Int($0) % 64] }
        return secret(prefix: "anon_+" + String(decoding: letters, as: UTF8.self) + "/")
    }

    /// A member's session token, in the form of Ory's.
    mutating func sessionToken() -> String {
        secret(prefix: "ory_st_")
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

// MARK: - Refusals

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
                CommonReason.keyMissing,
                "There is no Authorization: Bearer header. POST /org/login gives a session token; any anon_… key works, too."
            )
        case .refused(let detail): Reason(CommonReason.keyRefused, detail)
        case .expired(let instant):
            Reason(AnonReason.keyExpired, "The session token expired at \(instant). POST /org/login gives a new one.")
        case .otherKeySpace(let own, let called):
            Reason(
                AnonReason.keyOtherEnvironment,
                "This is a key of \(own.rawValue), and the host is one of \(called.rawValue): the key spaces are separate."
            )
        case .notAKey(let isToken):
            Reason(
                AnonReason.keyNotAKey,
                (isToken ? "The bearer is a JWT" : "The bearer is neither a session token nor an API key")
                    + ". This call takes the session token of POST /org/login or an API key (anon_…).")
        }
    }
}

extension Reason {
    /// Something belongs to another organisation than the caller.
    static func otherOrganization(_ kind: String, _ id: String) -> Reason {
        Reason(AnonReason.keyOtherOrganization, "\(kind) \(id) belongs to another organisation than the bearer.")
    }
}
