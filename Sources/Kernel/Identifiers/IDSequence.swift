/// What a world issues, in order: UUIDs and secrets that follow from the scenario's seed, the world and a count alone.
///
/// A value inside each vendor's state, so that snapshot and reset rewind it with everything else.
package struct IDSequence: Sendable {
    let tag: WorldTag
    let seed: UInt64
    private var count: UInt64 = 0

    /// - Parameters:
    ///   - seed: the scenario's seed.
    ///   - tag: the mark of the world that issues.
    ///   - stream: a name that keeps the vendors' sequences apart, for example `anchor`.
    package init(seed: UInt64, tag: WorldTag, stream: String) {
        self.tag = tag
        self.seed = SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ SplitMix64.mix(tag.bits) ^ SplitMix64.hash(stream)
    }

    init(tag: WorldTag, mixedSeed: UInt64, count: UInt64) {
        self.tag = tag
        seed = mixedSeed
        self.count = count
    }

    /// How many ids and secrets were issued.
    package var issued: UInt64 { count }

    /// A version-4 UUID: 36 characters, lower case.
    package mutating func uuid() -> String {
        next().bytes.uuid
    }

    /// A secret: `prefix`, then 64 hexadecimal digits.
    package mutating func secret(prefix: String = "") -> String {
        let (bytes, extra) = next()
        return prefix
            + String(unsafeUninitializedCapacity: 64) { buffer in
                bytes.writeHexadecimal(to: buffer, at: 0)
                IssuedBytes.write(extra, to: buffer, at: 32)
                IssuedBytes.write(SplitMix64.mix(~extra), to: buffer, at: 48)
                return 64
            }
    }

    private mutating func next() -> (bytes: IssuedBytes, extra: UInt64) {
        var numbers = SplitMix64(seed: seed &+ count &* 0xD134_2543_DE82_EF95)
        count += 1
        return (IssuedBytes(tag: tag, first: numbers.next(), second: numbers.next()), numbers.next())
    }
}
