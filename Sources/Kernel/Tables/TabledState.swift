/// A state whose objects live in tables: what snapshots, their differences and a store on disk need to know of a vendor's.
package protocol TabledState: Codable, Sendable {
    /// The version of the layout that this release writes; a store refuses others.
    static var currentVersion: Int { get }
    /// Every table, in the order in which differences are told.
    static var tables: [StateTable<Self>] { get }
}
