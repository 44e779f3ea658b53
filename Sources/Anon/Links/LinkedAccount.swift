/// What finishing Link made.
struct LinkedAccount: Sendable, Equatable {
    /// Anon's own id of the app user.
    let anonID: String
    let sessionID: String
}
