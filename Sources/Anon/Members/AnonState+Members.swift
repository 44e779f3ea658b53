import HashTreeCollections
import Kernel

/// The life of members and of their sessions.
extension AnonState {
    /// Adds a member to an organisation. Throws 409 where the address is taken, 507 when full.
    mutating func createMember(
        _ draft: Member.Draft, in organizationID: String, policies: AnonPolicies
    ) throws(AnonProblem) -> Member {
        try checkAddress(draft.email)
        _ = try makeRoom(policies)
        let member = Member(draft, id: ids.uuid(), organizationID: organizationID)
        add(member)
        return member
    }

    /// The member of this id. Throws 404.
    func member(_ id: String) throws(AnonProblem) -> Member {
        guard let member = members[id] else { throw .notFound("Member", id) }
        return member
    }

    /// Logs a member in. Throws 401 for an unknown address and a wrong password alike, 507 when full.
    mutating func logIn(
        email: String, password: String, keySpace: KeySpace, policies: AnonPolicies, now: Moment
    ) throws(AnonProblem) -> String {
        guard let member = memberOfEmail[email.lowercased()].flatMap({ members[$0] }) else {
            throw .unauthorized(Reason("login.refused", "No member has the address \(email)."), policies)
        }
        guard member.password == password else {
            throw .unauthorized(Reason("login.refused", "The password of \(email) is another one."), policies)
        }
        _ = try makeRoom(policies)
        let token = ids.sessionToken()
        memberSessions[token] = MemberSession(
            memberID: member.id, keySpace: keySpace, expiresAt: now + policies.memberSessionLifetime)
        return token
    }

    func checkAddress(_ email: String) throws(AnonProblem) {
        guard memberOfEmail[email.lowercased()] == nil else {
            throw .conflict(
                "A member with this email exists already", "member.addressTaken", "\(email) is a member's already.")
        }
    }

    /// Puts a member where look-ups find it.
    mutating func add(_ member: Member) {
        members[member.id] = member
        memberOfEmail[member.email.lowercased()] = member.id
        organizations[member.organizationID]?.memberIDs.append(member.id)
    }
}
