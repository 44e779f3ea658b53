package import Kernel

/// A browser profile that a world begins with.
package struct ProfileSeed: Codable, Sendable {
    var name: String
    var description: String?

    private enum CodingKeys: String, CodingKey { case name, description }
}

extension ProfileSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "name": "What it is known by.",
        "description": "What it is for.",
    ])
}
