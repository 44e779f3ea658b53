/// Where the knowledge of an operation comes from.
package enum Provenance: String, Sendable, CaseIterable {
    /// The vendor publishes it.
    case documented
    /// Seen in public clients, never published by the vendor.
    case undocumented
    /// Drydock's own.
    case ours
}
