/// Which app user is meant: the customer's own id, in an organisation and a key space.
struct AppUserKey: Hashable, Codable, Sendable {
    let keySpace: KeySpace
    let organizationID: String
    let externalID: String
}
