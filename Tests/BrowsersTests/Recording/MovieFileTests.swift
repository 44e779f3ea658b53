import Testing

@testable import Browsers

/// Reads back what was written: boxes by their paths.
private struct Boxes {
    private(set) var contents: [String: [UInt8]] = [:]
    private(set) var offsets: [String: Int] = [:]

    init(_ bytes: [UInt8]) { read(bytes, at: 0, below: "") }

    private static let containers = ["moov", "trak", "mdia", "minf", "dinf", "stbl"]

    private mutating func read(_ bytes: [UInt8], at start: Int, below path: String) {
        var place = 0
        while place + 8 <= bytes.count {
            let length = Int(Self.long(bytes, at: place))
            guard length >= 8, place + length <= bytes.count else { return }
            let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            let content = Array(bytes[place + 8..<place + length])
            contents[path + name] = content
            offsets[path + name] = start + place + 8
            if Self.containers.contains(name) { read(content, at: start + place + 8, below: path + name + ".") }
            place += length
        }
    }

    func longs(_ path: String) -> [UInt32] {
        let bytes = contents[path] ?? []
        return stride(from: 0, to: bytes.count - 3, by: 4).map { Self.long(bytes, at: $0) }
    }

    private static func long(_ bytes: [UInt8], at place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

struct MovieFileTests {
    private let movie = MovieFile(
        width: 1440, height: 812, configuration: [1, 0x64, 0, 0x28],
        samples: [
            .init(bytes: [1, 2, 3], duration: 200, isKey: true), .init(bytes: [4], duration: 200, isKey: false),
            .init(bytes: [5, 6], duration: 1000, isKey: false), .init(bytes: [7], duration: 5, isKey: true),
        ])

    @Test("the boxes say where the samples are, how long each is shown and which stand by themselves")
    func boxes() {
        let boxes = Boxes(movie.bytes)
        #expect(boxes.contents["ftyp"].map { String(decoding: $0.prefix(4), as: UTF8.self) } == "isom")
        #expect(boxes.contents["mdat"] == [1, 2, 3, 4, 5, 6, 7])
        let table = "moov.trak.mdia.minf.stbl."
        #expect(boxes.longs(table + "stts") == [0, 3, 2, 200, 1, 1000, 1, 5])
        #expect(boxes.longs(table + "stss") == [0, 2, 1, 4])
        #expect(boxes.longs(table + "stsz") == [0, 0, 4, 3, 1, 2, 1])
        #expect(boxes.longs(table + "stsc") == [0, 1, 1, 4, 1])
        #expect(boxes.longs(table + "stco") == [0, 1, UInt32(boxes.offsets["mdat"] ?? 0)])
        #expect(Array(boxes.longs("moov.mvhd")[3...4]) == [1000, 1405])
        #expect(Array(boxes.longs("moov.trak.mdia.mdhd")[3...4]) == [1000, 1405])
        #expect(Array(boxes.longs("moov.trak.tkhd").suffix(2)) == [1440 << 16, 812 << 16])
        #expect(boxes.longs("moov.trak.tkhd").count == 21 && boxes.longs("moov.mvhd").count == 25)
    }

    @Test("the one entry of the samples' description has size and configuration")
    func description() throws {
        let entry = try #require(Boxes(movie.bytes).contents["moov.trak.mdia.minf.stbl.stsd"])
        #expect(entry.count == 8 + 86 + 8 + 4)
        #expect(String(decoding: entry[12..<16], as: UTF8.self) == "avc1")
        #expect(Array(entry[40..<44]) == [1440 >> 8, 1440 & 255, 812 >> 8, 812 & 255])
        #expect(String(decoding: entry[98..<102], as: UTF8.self) == "avcC")
        #expect(Array(entry.suffix(4)) == [1, 0x64, 0, 0x28])
    }
}
