/// One key of a mapping and its value.
struct DocumentMember: Sendable {
    let key: String
    let keyPlace: Place
    let value: DocumentNode
}
