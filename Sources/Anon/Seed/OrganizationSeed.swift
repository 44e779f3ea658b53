package import Kernel

/// An organisation that a world begins with.
package struct OrganizationSeed: Codable, Sendable {
    var id: String?
    var name: String
    var logoURL: String?
    var members: [MemberSeed]?

    private enum CodingKeys: String, CodingKey {
        case id, name
        case logoURL = "logoUrl"
        case members
    }
}

extension OrganizationSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; other parts of the file refer to it by this or by the id.",
        "logoUrl": "Its logo on the Link page.",
        "members": "Who works for it.",
    ])
}
