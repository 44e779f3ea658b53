package import Kernel

/// A browser session that runs when a world begins.
package struct SessionSeed: Codable, Sendable {
    var id: String?
    var identities: [String]?
    var tags: [String]?
    var initialURL: String?

    private enum CodingKeys: String, CodingKey { case id, identities, tags, initialURL }
}

extension SessionSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "identities": "The ids of the identities that it is signed in with.",
        "tags": "Words to find it by.",
        "initialURL": "The page that it opened first.",
    ])
}
