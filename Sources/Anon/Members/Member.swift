/// Somebody who works for an organisation (anon.md 2.2).
struct Member: Codable, Sendable, Equatable {
    /// What is known of a member before it has an id.
    struct Draft: Sendable {
        let name: String
        let email: String
        let password: String
        let role: MemberRole
    }

    let id: String
    let organizationID: String
    let name: String
    let email: String
    let password: String
    let role: MemberRole

    init(_ draft: Draft, id: String, organizationID: String) {
        self.id = id
        self.organizationID = organizationID
        name = draft.name
        email = draft.email
        password = draft.password
        role = draft.role
    }
}
