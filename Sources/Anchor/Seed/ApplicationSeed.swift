package import Kernel
import KernelHTTP

/// An application that a world begins with.
package struct ApplicationSeed: Codable, Sendable {
    var id: String?
    var name: String?
    var source: String
    var description: String?

    private enum CodingKeys: String, CodingKey { case id, name, source, description }

    /// What the application will be called.
    var displayName: String? { name ?? WebAddress(site: source)?.host }
}

extension ApplicationSeed: ObjectDescribed {
    /// What the keys are for.
    package static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; without it, the host.",
        "source": "The site: an http or https URL, or a host.",
        "description": "What it is for.",
    ])
}
