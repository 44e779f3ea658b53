/// Anon's record of an end user. Only finishing Link makes one; issuing a token does not (anon.md 8).
package struct AppUser: Codable, Sendable, Equatable {
    let key: AppUserKey
    /// Anon's internal id (anon.md 3.4).
    package let anonID: String
    var email: String?
    let ordinal: Int64
}
