/// A PDF of one page with lines of text on it (ISO 32000), in place of a page that no browser printed.
struct PDFDocument {
    /// What its title says.
    let title: String
    /// What is on the page, as far as there is room.
    let text: String
    /// In points, 72 to the inch.
    let width: Int
    let height: Int

    private static let fontSize = 11
    private static let lineHeight = 15
    private static let margin = 36

    /// The file.
    var bytes: [UInt8] {
        let content = content
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] "
                + "/Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
            "<< /Title (\(Self.escaped(title))) /Producer (Drydock) >>",
        ]
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { file += Self.padded(place) + " 00000 n \n" }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 6 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    /// What draws the lines, from the top.
    private var content: String {
        let room = max(1, (height - 2 * Self.margin) / Self.lineHeight)
        // A sign of Helvetica is about half as wide as high.
        let columns = max(8, (width - 2 * Self.margin) * 2 / Self.fontSize)
        var drawn = "BT /F1 \(Self.fontSize) Tf \(Self.lineHeight) TL \(Self.margin) \(height - Self.margin) Td"
        for line in Self.lines(of: text, columns: columns).prefix(room) { drawn += "\n(\(Self.escaped(line))) Tj T*" }
        return drawn + "\nET"
    }

    private static func lines(of text: String, columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).prefix(200).flatMap { line in
            var lines: [String] = []
            var current = ""
            for word in line.prefix(20_000).split(separator: " ") {
                let word = word.prefix(columns)
                if !current.isEmpty, current.count + word.count >= columns {
                    lines.append(current)
                    current = ""
                }
                current += (current.isEmpty ? "" : " ") + word
            }
            return lines + [current]
        }
    }

    /// As a text of PDF has it: ASCII, as the font knows no more for certain.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "(", ")", "\\": escaped += "\\\(scalar)"
            case " "..."~": escaped.unicodeScalars.append(scalar)
            default: escaped += "?"
            }
        }
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
