/// A customer's program: a webapp, which says by its id which pool a user is of, or a service, which has an API key
/// (anon.md 2.5).
struct SdkClient: Codable, Sendable, Equatable {
    /// What kind of client it is.
    enum Kind: Codable, Sendable, Equatable {
        case application(userPoolID: String)
        case service(apiKey: String, keySpace: KeySpace)
    }

    let id: String
    let name: String
    let description: String
    let organizationID: String
    let kind: Kind
    let isOAuthDisabled: Bool?
    let ordinal: Int64
}
