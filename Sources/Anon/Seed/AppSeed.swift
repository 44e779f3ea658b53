package import Kernel

/// A site that users can link in this world.
package struct AppSeed: Codable, Sendable {
    var id: String
    var displayName: String?
    var iconURL: String?
    var authURL: String?
    var checkURL: String?

    private enum CodingKeys: String, CodingKey {
        case id, displayName
        case iconURL = "iconUrl"
        case authURL = "authUrl"
        case checkURL = "checkUrl"
    }

    var integration: AppIntegration {
        let home = "https://\(id).example"
        return AppIntegration(
            id: id, displayName: displayName ?? id, iconURL: iconURL ?? "\(home)/favicon.ico",
            authURL: authURL ?? "\(home)/login", checkURL: checkURL ?? authURL ?? "\(home)/login")
    }
}

extension AppSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "The id that clients send as app or domain.",
        "displayName": "What people call it; without it, the id.",
        "iconUrl": "Its icon.",
        "authUrl": "Where a user signs in.",
        "checkUrl": "Where a saved session is tried; without it, authUrl.",
    ])
}
