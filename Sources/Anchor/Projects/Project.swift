import Kernel

/// The project that everything of a world belongs to, with the key that the vendor's chat demo finds through its
/// cookie.
package struct Project: Codable, Sendable, Equatable {
    /// A UUID.
    package let id: String
    /// The id of the key.
    let keyID: String
    /// The API key.
    package let key: String
    /// What people call it.
    package let name: String

    /// The project of the world that `ids` issues for.
    init(ids: inout IDSequence) {
        id = ids.uuid()
        keyID = ids.uuid()
        key = ids.secret(prefix: "sk-")
        name = "Drydock"
    }
}
