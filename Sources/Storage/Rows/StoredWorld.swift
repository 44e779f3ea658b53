/// A world as it was read from a file.
package struct StoredWorld: Sendable {
    /// Its name.
    package let name: String
    /// Its current generation.
    package let generation: Generation
    /// What it is besides its objects, by name: JSON.
    package let parts: [String: [UInt8]]
    /// Its objects, by vendor and table.
    package let rows: [StoredRow]
}
