import Browsers
import Kernel
import Testing

@testable import Anchor

@Suite("The screenshot of a page without a browser")
struct PagePictureTests {
    private static func session(width: Int, height: Int, _ actions: [PageAction] = []) throws -> Session {
        var configuration = SessionConfiguration()
        configuration.browser.viewport = Viewport(width: width, height: height)
        var session = Session(
            id: "7b0f3c1e-12ab-4cde-8f01-23456789abcd", ordinal: 1, configuration: configuration, recordingID: nil,
            createdAt: AnchorClient.start)
        for action in actions { try session.pageModel.perform(action) }
        return session
    }

    @Test(
        "is a PNG of the viewport's size, which has bounds",
        arguments: [
            (480, 300, 480, 300), (1, 1, 1, 1), (7, 3, 7, 3), (333, 500, 333, 500), (0, -5, 1, 1),
            (1_000_000, 20, 4096, 20), (20, Int.max, 20, 2304),
        ])
    func size(width: Int, height: Int, seenWidth: Int, seenHeight: Int) throws {
        let picture = try ReadPNG(PagePicture(of: Self.session(width: width, height: height)).png)
        #expect(picture.width == seenWidth)
        #expect(picture.height == seenHeight)
        #expect(picture.pixels.count == seenWidth * seenHeight)
    }

    @Test("is the same whenever the page is, and another when it is another")
    func deterministic() throws {
        let plain = PagePicture(of: try Self.session(width: 640, height: 400)).png
        #expect(PagePicture(of: try Self.session(width: 640, height: 400)).png == plain)
        let typed = PagePicture(of: try Self.session(width: 640, height: 400, [.type("x", delay: .zero)])).png
        #expect(typed != plain)
    }

    @Test("shows the mouse where it is, larger while a button is pressed, and nothing of it outside")
    func pointer() throws {
        func blue(_ actions: [PageAction]) throws -> [Int] {
            let picture = try ReadPNG(PagePicture(of: Self.session(width: 200, height: 200, actions)).png)
            return picture.pixels.indices.filter { picture.pixels[$0] == 3 && $0 >= 200 * 10 }
        }
        let place = PagePoint(x: 150, y: 180)
        #expect(try blue([]) == [])
        #expect(try blue([.move(place)]).contains(180 * 200 + 150))
        #expect(try blue([.press(.left, place)]).count > blue([.move(place)]).count)
        #expect(try blue([.move(PagePoint(x: 1e9, y: -1e9))]) == [])
    }

    @Test("takes little room")
    func compression() throws {
        #expect(PagePicture(of: try Self.session(width: 1440, height: 900)).png.count < 20_000)
    }

    @Test(
        "any bytes come back from what they were compressed to",
        arguments: [0, 1, 2, 3, 10, 11, 257, 258, 259, 600, 3_000], [1, 2, 361, 32_768])
    func deflate(count: Int, rowLength: Int) throws {
        var state = UInt32(count &+ rowLength)
        let noise = (0..<count).map { index in
            state = state &* 1_664_525 &+ 1_013_904_223
            return index % 900 < 500 ? 0 : UInt8(state >> 24)
        }
        #expect(try Inflated(zlib: Deflate.zlib(noise, rowLength: rowLength)).bytes == noise)
    }
}

/// A PNG file, read as far as ours go: two bits a pixel, by palette, no filters.
private struct ReadPNG {
    let width: Int
    let height: Int
    private(set) var pixels: [UInt8] = []

    init(_ file: [UInt8]) throws {
        #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        var chunks: [(name: String, content: [UInt8])] = []
        var rest = file.dropFirst(8)
        while !rest.isEmpty {
            let length = Self.number(rest)
            let body = rest.dropFirst(4).prefix(4 + length)
            try #require(body.count == 4 + length && rest.count >= 12 + length)
            #expect(UInt32(Self.number(rest.dropFirst(8 + length))) == Self.checksum(body))
            chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
            rest = rest.dropFirst(12 + length)
        }
        #expect(chunks.map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"])
        let header = chunks[0].content
        width = Self.number(header[...])
        height = Self.number(header.dropFirst(4))
        #expect(Array(header.dropFirst(8)) == [2, 3, 0, 0, 0])
        let rows = try Inflated(zlib: chunks[2].content).bytes
        let length = 1 + (width + 3) / 4
        try #require(rows.count == length * height)
        for row in 0..<height {
            #expect(rows[row * length] == 0)
            for column in 0..<width {
                pixels.append(rows[row * length + 1 + column / 4] >> UInt8(6 - column % 4 * 2) & 3)
            }
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
        }
    }
}

/// A zlib stream of blocks with fixed codes, read bit by bit (RFC 1951, 3.2.6).
private struct Inflated {
    private(set) var bytes: [UInt8] = []
    private let input: [UInt8]
    private var position = 16

    init(zlib: [UInt8]) throws {
        input = zlib
        try #require(zlib.count >= 6 && (Int(zlib[0]) << 8 | Int(zlib[1])) % 31 == 0)
        #expect(bits(3) == 0b011)
        while let symbol = try symbol() { try take(symbol) }
        let end = (position + 7) / 8
        try #require(end + 4 == input.count)
        var (low, high) = (1, 0)
        for byte in bytes {
            low = (low + Int(byte)) % 65521
            high = (high + low) % 65521
        }
        #expect(input.suffix(4).reduce(0) { $0 << 8 | Int($1) } == high << 16 | low)
    }

    private mutating func bits(_ count: Int) -> Int {
        (0..<count).reduce(0) { value, index in value | bit() << index }
    }

    private mutating func bit() -> Int {
        defer { position += 1 }
        return position / 8 < input.count ? Int(input[position / 8] >> UInt8(position % 8) & 1) : 0
    }

    private mutating func code(_ count: Int, from start: Int = 0) -> Int {
        (0..<count).reduce(start) { value, _ in value << 1 | bit() }
    }

    /// The next literal or length; nil at the end of the block.
    private mutating func symbol() throws -> Int? {
        try #require(position / 8 < input.count)
        let seven = code(7)
        if seven < 0b0011000 { return seven == 0 ? nil : 256 + seven }
        let eight = code(1, from: seven)
        if eight < 0xC0 { return eight - 0x30 }
        if eight < 0xC8 { return 280 + eight - 0xC0 }
        return 144 + code(1, from: eight) - 0x190
    }

    private mutating func take(_ symbol: Int) throws {
        guard symbol > 256 else { return bytes.append(UInt8(symbol)) }
        let lengthExtra = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
        let length =
            symbol == 285
            ? 258 : symbol < 265 ? symbol - 254 : 3 + (4 + (symbol - 265) % 4) << lengthExtra + bits(lengthExtra)
        let distanceCode = code(5)
        let extra = distanceCode < 4 ? 0 : distanceCode / 2 - 1
        let distance = distanceCode < 4 ? distanceCode + 1 : 1 + (2 + distanceCode % 2) << extra + bits(extra)
        try #require((1...bytes.count).contains(distance))
        for _ in 0..<length { bytes.append(bytes[bytes.count - distance]) }
    }
}
