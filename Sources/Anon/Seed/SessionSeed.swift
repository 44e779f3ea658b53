package import Kernel

/// A session that a world begins with.
package struct SessionSeed: Codable, Sendable {
    var id: String?
    var app: String
    var status: Session.Condition?

    private enum CodingKeys: String, CodingKey { case id, app, status }
}

extension SessionSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "app": "The app's id, for example amazon.",
        "status": "Whether it can be used; without it, active. Shows at the first read.",
    ])
}
