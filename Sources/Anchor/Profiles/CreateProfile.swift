import Kernel

/// `POST /v1/profiles` (anchor.md 10)
enum CreateProfile {
    struct Body: Sendable {
        let draft: Profile.Draft

        /// Throws for a missing or empty name and another source than `session`.
        init(_ fields: Fields) throws {
            let name: String = try fields.required("name")
            if name.isEmpty { throw fields.complaint("name", "must not be empty") }
            _ = try fields.choice("source", of: Profile.Source.self)
            draft = Profile.Draft(
                name: name, description: try fields.optional("description"),
                sessionID: try fields.optional("session_id"),
                hasDedicatedIP: try fields.optional("dedicated_sticky_ip") ?? false)
        }
    }
}
