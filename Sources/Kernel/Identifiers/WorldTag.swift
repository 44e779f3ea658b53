/// 48 bits that follow from a world's name. Every issued id and secret carries them, veiled, so that a browser or a client
/// that comes back with nothing else leads to its world – with no index to keep, bound and empty.
package struct WorldTag: Hashable, Sendable, Codable {
    /// The bits, in the low 48.
    package let bits: UInt64

    /// The tag of the world `name`.
    package init(name: String) {
        bits = SplitMix64.hash(name) & Self.mask
    }

    /// The tag that a veiled field and the field that veils it stand for.
    init(veiled: UInt64, by veil: UInt64) {
        bits = (veiled ^ SplitMix64.mix(veil)) & Self.mask
    }

    /// The bits as they are written next to `veil`.
    func veiled(by veil: UInt64) -> UInt64 {
        (bits ^ SplitMix64.mix(veil)) & Self.mask
    }

    static let mask: UInt64 = (1 << 48) - 1
}
