/// An MP4 file with one track of H.264 (ISO/IEC 14496-12 and 14496-15): what describes it first, so that it plays while it comes.
struct MovieFile {
    /// One picture as the encoder made it.
    struct Sample: Sendable, Equatable {
        /// Its bytes, each unit with its length before it.
        var bytes: [UInt8]
        /// How long it is shown, in milliseconds.
        var duration: UInt32
        /// Whether it stands by itself.
        var isKey: Bool
    }

    /// In pixels.
    let width: UInt16
    let height: UInt16
    /// What the decoder has to know before the first sample: the content of `avcC`.
    let configuration: [UInt8]
    /// In the order in which they are shown.
    let samples: [Sample]

    /// How long it is, in milliseconds.
    var duration: UInt32 { samples.reduce(0) { $0.addingSaturated($1.duration) } }

    /// The file.
    var bytes: [UInt8] {
        let type = Self.box("ftyp", Array("isom".utf8) + Self.long(0x200) + Array("isomiso2avc1mp41".utf8))
        // Its length does not depend on where the samples are.
        let before = type.count + movie(samplesAt: 0).count + 8
        let data = samples.flatMap(\.bytes)
        return type + movie(samplesAt: UInt32(clamping: before)) + Self.box("mdat", data)
    }

    // MARK: - Boxes

    /// Milliseconds, throughout.
    private static let timescale: UInt32 = 1000

    private func movie(samplesAt offset: UInt32) -> [UInt8] {
        Self.box("moov", header + Self.box("trak", trackHeader + Self.box("mdia", media(samplesAt: offset))))
    }

    private var header: [UInt8] {
        Self.fullBox(
            "mvhd",
            Self.zeros(8) + Self.long(Self.timescale) + Self.long(duration) + Self.long(0x10000) + Self.short(0x100)
                + Self.zeros(10) + Self.identity + Self.zeros(24) + Self.long(2))
    }

    /// The flags say that it is shown.
    private var trackHeader: [UInt8] {
        Self.fullBox(
            "tkhd", flags: 7,
            Self.zeros(8) + Self.long(1) + Self.zeros(4) + Self.long(duration) + Self.zeros(16) + Self.identity
                + Self.short(width) + Self.zeros(2) + Self.short(height) + Self.zeros(2))
    }

    private func media(samplesAt offset: UInt32) -> [UInt8] {
        let header = Self.fullBox(
            "mdhd",
            // The language: undetermined.
            Self.zeros(8) + Self.long(Self.timescale) + Self.long(duration) + Self.short(0x55C4) + Self.zeros(2))
        let handler = Self.fullBox(
            "hdlr", Self.zeros(4) + Array("vide".utf8) + Self.zeros(12) + Array("Drydock".utf8) + [0])
        let place = Self.box("dinf", Self.fullBox("dref", Self.long(1) + Self.fullBox("url ", flags: 1, [])))
        return header + handler
            + Self.box("minf", Self.fullBox("vmhd", flags: 1, Self.zeros(8)) + place + table(samplesAt: offset))
    }

    private func table(samplesAt offset: UInt32) -> [UInt8] {
        let count = UInt32(clamping: samples.count)
        let keys = samples.indices.filter { samples[$0].isKey }.map { UInt32(clamping: $0 + 1) }
        let sizes = samples.map { UInt32(clamping: $0.bytes.count) }
        return Self.box(
            "stbl",
            Self.fullBox("stsd", Self.long(1) + entry) + Self.fullBox("stts", durations)
                + Self.fullBox("stss", Self.longs([UInt32(clamping: keys.count)] + keys))
                // All samples are in one chunk.
                + Self.fullBox("stsc", Self.longs([1, 1, count, 1]))
                + Self.fullBox("stsz", Self.longs([0, count] + sizes))
                + Self.fullBox("stco", Self.longs([1, offset])))
    }

    private var entry: [UInt8] {
        Self.box(
            "avc1",
            Self.zeros(6) + Self.short(1) + Self.zeros(16) + Self.short(width) + Self.short(height)
                // 72 dots an inch, one picture a sample, no name, 24 bits of colour, no table of colours.
                + Self.long(0x48_0000) + Self.long(0x48_0000) + Self.zeros(4) + Self.short(1) + Self.zeros(32)
                + Self.short(24) + Self.short(0xFFFF) + Self.box("avcC", configuration))
    }

    /// Samples in a row that are shown equally long are one entry.
    private var durations: [UInt8] {
        var entries: [(count: UInt32, duration: UInt32)] = []
        for sample in samples {
            if let last = entries.last, last.duration == sample.duration {
                entries[entries.count - 1].count += 1
            } else {
                entries.append((1, sample.duration))
            }
        }
        return Self.longs([UInt32(clamping: entries.count)] + entries.flatMap { [$0.count, $0.duration] })
    }

    // MARK: - Bytes

    private static let identity = longs([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000])

    /// Length, name, content.
    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        long(UInt32(clamping: content.count + 8)) + Array(name.utf8) + content
    }

    private static func fullBox(_ name: String, flags: UInt32 = 0, _ content: [UInt8]) -> [UInt8] {
        box(name, long(flags) + content)
    }

    private static func longs(_ numbers: [UInt32]) -> [UInt8] { numbers.flatMap(long) }

    private static func long(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)] }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

extension UInt32 {
    fileprivate func addingSaturated(_ other: UInt32) -> UInt32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
