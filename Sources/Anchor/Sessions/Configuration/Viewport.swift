package import Kernel

/// `browser.viewport`, in pixels (anchor.md 4.1).
package struct Viewport: Codable, Sendable, Equatable {
    /// From left to right.
    package var width = 1440
    /// From top to bottom.
    package var height = 900

    /// The default: 1440 by 900.
    package init() {}
}

extension Viewport {
    /// Reads the window's size. Throws for what is no whole number above zero.
    init(_ fields: Fields) throws(FieldComplaint) {
        width = try Self.pixels("width", of: fields) ?? width
        height = try Self.pixels("height", of: fields) ?? height
    }

    private static func pixels(_ name: String, of fields: Fields) throws(FieldComplaint) -> Int? {
        guard let pixels: Int = try fields.optional(name) else { return nil }
        guard pixels > 0 || fields.reading == .lenient else {
            throw fields.complaint(name, "must be at least 1, not \(pixels)")
        }
        return pixels
    }
}

extension Viewport: JSONWritable {
    /// `{width, height}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("width", width)
            json.member("height", height)
        }
    }
}
