import HashTreeCollections
import Kernel

/// Who a bearer is (product.md 8: Anon, bearers).
extension AnonState {
    /// Keys that start so are refused in every scenario.
    static let refusedPrefix = "anon_invalid"

    /// Who calls with `bearer` at a host of `keySpace`.
    func caller(
        bearer: Bearer?, keySpace: KeySpace, policies: AnonPolicies, now: Moment
    ) throws(BearerRefusal) -> Caller {
        guard let bearer else { throw .missing }
        if let session = memberSessions[bearer.text] { return try caller(session, keySpace: keySpace, now: now) }
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
        if let accepted = policies.apiKeys, !accepted.contains(bearer.text) {
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
