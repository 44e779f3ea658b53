import Kernel

/// A customer of Anon's (anon.md 2.1).
struct Organization: Codable, Sendable, Equatable {
    let id: String
    let name: String
    var logoURL: String?
    /// In the order in which they were made.
    var memberIDs: [String]
    let ordinal: Int64
}
