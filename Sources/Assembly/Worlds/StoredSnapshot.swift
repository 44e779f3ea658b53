/// A snapshot that can be found again by its id.
struct StoredSnapshot: Sendable {
    /// What it is found by in its world.
    let id: String
    /// What the world was.
    let snapshot: WorldSnapshot
}
