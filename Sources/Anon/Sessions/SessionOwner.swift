/// What session calls ask for: an owner and a domain (anon.md 3.1), in a key space.
struct SessionOwner: Hashable, Codable, Sendable {
    let keySpace: KeySpace
    let externalID: String
    let app: String
}
