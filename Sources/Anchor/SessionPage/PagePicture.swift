import Browsers

/// The screenshot of a session that no browser runs behind: a picture of the viewport's size that says what it is, and what
/// the model of the page knows.
struct PagePicture: Sendable {
    /// A larger viewport is shown as far as this (ours; Limits.md).
    static let largestWidth = 4096
    static let largestHeight = 2304

    /// White, nearly black, grey, blue.
    private static let palette: [UInt8] = [255, 255, 255, 26, 32, 44, 128, 138, 153, 37, 99, 235]
    private static let hint = "drydock serve --browser auto shows the real page."

    /// What is known of the page, below the headline.
    private let facts: [String]
    private let headline: String
    private let pointer: PointerState
    private let width: Int
    private let height: Int

    /// The visible part of a session's page.
    init(of session: Session) {
        let page = session.pageModel
        let viewport = session.configuration.browser.viewport
        let buttons = page.pointer.pressed.map(\.rawValue).joined(separator: ", ")
        let place = page.pointer.place.map { "\(Int($0.x)), \(Int($0.y))" } ?? "not moved yet"
        self.init(
            headline: "No browser runs behind this session",
            facts: [
                "Session  \(session.id)", "Page     \(page.url)",
                "Pointer  \(place)" + (buttons.isEmpty ? "" : ", pressed: \(buttons)"),
                "Typed    \(page.text.isEmpty ? "nothing" : page.text)",
            ], pointer: page.pointer, width: viewport.width, height: viewport.height)
    }

    /// A page as a tool got it.
    init(of page: ToolPage, width: Int, height: Int) {
        self.init(
            headline: "No browser took this picture",
            facts: ["Page     \(page.url)", PageText.plain(page)], pointer: PointerState(), width: width, height: height
        )
    }

    private init(headline: String, facts: [String], pointer: PointerState, width: Int, height: Int) {
        self.headline = headline
        self.facts = facts
        self.pointer = pointer
        self.width = min(max(1, width), Self.largestWidth)
        self.height = min(max(1, height), Self.largestHeight)
    }

    /// The picture as PNG. Takes some milliseconds.
    var png: [UInt8] {
        var image = PNGImage(width: width, height: height, palette: Self.palette)
        let scale = max(1, min(width / 360, height / 180))
        let margin = 8 * scale
        image.fill(x: 0, y: 0, width: width, height: 3 * scale, .accent)
        var y = margin + 3 * scale
        let columns = max(1, (width - 2 * margin) / (BitmapFont.advance * scale))
        for line in lines {
            for row in line.text.broken(into: columns) {
                // Nothing is drawn that nobody can see: a text may have thousands of lines.
                guard y < height else { break }
                image.write(row, x: margin, y: y, scale: scale, line.ink)
                y += BitmapFont.lineHeight * scale
            }
            y += 4 * scale
        }
        drawPointer(into: &image, scale: scale)
        return image.bytes
    }

    private var lines: [(text: [UInt8], ink: PNGImage.Ink)] {
        ([headline] + facts).map { (Self.signs($0), .text) } + [(Self.signs(Self.hint), .faint)]
    }

    /// The text as far as the font has signs for it.
    private static func signs(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0.isASCII ? UInt8(truncatingIfNeeded: $0.value) : UInt8(ascii: "?") }
    }

    /// A cross with a frame around it where the mouse is; filled while a button is pressed.
    private func drawPointer(into image: inout PNGImage, scale: Int) {
        guard let place = pointer.place else { return }
        let (x, y) = (Int(place.x), Int(place.y))
        let arm = 6 * scale
        image.fill(x: x - arm, y: y, width: 2 * arm + 1, height: 1, .accent)
        image.fill(x: x, y: y - arm, width: 1, height: 2 * arm + 1, .accent)
        let side = pointer.pressed.isEmpty ? 2 * scale : 4 * scale
        image.fill(x: x - side / 2, y: y - side / 2, width: side + 1, height: side + 1, .accent)
    }
}

extension [UInt8] {
    /// In rows of at most `columns` signs; a line feed begins one, too.
    fileprivate func broken(into columns: Int) -> [[UInt8]] {
        split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).flatMap { line in
            line.isEmpty
                ? [[]]
                : stride(from: line.startIndex, to: line.endIndex, by: columns).map { start in
                    Array(line[start..<Swift.min(start + columns, line.endIndex)])
                }
        }
    }
}
