/// What must be in a world: what was made in it since its last reset, and nothing else.
struct IslandModel {
    /// Anchor's applications by id, each with its name.
    var applications: [String: String] = [:]
    /// The identities of each application.
    var identities: [String: Set<String>] = [:]
    /// Unused identity tokens, each with its application.
    var tokens: [String: String] = [:]
    /// Anchor's sessions.
    var sessions: Set<String> = []
    /// Anon's user pools that were made, by id, each with its name.
    var userPools: [String: String] = [:]
    /// Anon's sessions by id, each with its owner.
    var linked: [String: String] = [:]
    /// How far the clock went since the start, in seconds.
    var advanced = 0
    /// The text of the rule's answer, where there is one.
    var rule: String?
}
