package import Kernel

/// A member that a world begins with.
package struct MemberSeed: Codable, Sendable {
    var id: String?
    var name: String?
    var email: String
    var password: String
    var role: MemberRole?

    private enum CodingKeys: String, CodingKey { case id, name, email, password, role }

    var draft: Member.Draft {
        Member.Draft(name: name ?? email, email: email, password: password, role: role ?? .admin)
    }
}

extension MemberSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "The member's name; without it, the address.",
        "email": "The address to log in with.",
        "password": "The password to log in with.",
        "role": "What the member may do; without it, Admin.",
    ])
}
