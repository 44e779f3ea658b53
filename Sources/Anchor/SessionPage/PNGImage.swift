/// A picture of at most four colours, written as PNG (ISO/IEC 15948).
struct PNGImage: Sendable {
    /// A colour by its number in the palette.
    enum Ink: UInt8 {
        case paper, text, faint, accent
    }

    let width: Int
    let height: Int
    /// Red, green and blue of each ink, in the order of their numbers.
    private let palette: [UInt8]
    private let rowLength: Int
    /// Row by row: a byte that names the row's filter (none), then four pixels a byte.
    private var rows: [UInt8]

    /// An empty picture. Each side has one pixel at least.
    init(width: Int, height: Int, palette: [UInt8]) {
        self.width = max(1, width)
        self.height = max(1, height)
        self.palette = palette
        rowLength = 1 + (self.width + 3) / 4
        rows = [UInt8](repeating: 0, count: rowLength * self.height)
    }

    /// Fills a rectangle, as far as it lies in the picture.
    mutating func fill(x: Int, y: Int, width: Int, height: Int, _ ink: Ink) {
        let columns = max(0, x)..<max(max(0, x), min(self.width, x + width))
        for row in max(0, y)..<max(max(0, y), min(self.height, y + height)) {
            let start = row * rowLength + 1
            for column in columns {
                let shift = UInt8(6 - 2 * (column % 4))
                rows[start + column / 4] = rows[start + column / 4] & ~(3 << shift) | ink.rawValue << shift
            }
        }
    }

    /// Writes a line of text, each pixel of the font `scale` pixels wide and high.
    mutating func write(_ text: [UInt8], x: Int, y: Int, scale: Int, _ ink: Ink) {
        for (index, character) in text.enumerated() {
            let left = x + index * BitmapFont.advance * scale
            for row in 0..<BitmapFont.height {
                for column in 0..<BitmapFont.width where BitmapFont.hasPixel(character, column: column, row: row) {
                    fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, ink)
                }
            }
        }
    }

    /// The file.
    var bytes: [UInt8] {
        let size = Self.number(UInt32(width)) + Self.number(UInt32(height))
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            // Two bits a pixel, by palette; the usual compression and filters, not interlaced.
            + Self.chunk("IHDR", size + [2, 3, 0, 0, 0])
            + Self.chunk("PLTE", palette)
            + Self.chunk("IDAT", Deflate.zlib(rows, rowLength: rowLength))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return number(UInt32(content.count)) + named + number(checksum(named))
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32, as every chunk ends with it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in sum >> 8 ^ remainders[Int((sum ^ UInt32(byte)) & 0xFF)] }
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
}
