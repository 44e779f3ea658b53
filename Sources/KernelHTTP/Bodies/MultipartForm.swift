public import Kernel
public import NIOCore

/// A form with files in it (RFC 7578), read strictly: from the first delimiter to the last, with nothing left open.
public struct MultipartForm: Sendable {
    /// One field or file of it.
    public struct Part: Sendable {
        /// The field's name.
        public let name: String
        /// The name that the client's machine has for the file; nil for a plain field.
        public let fileName: String?
        /// The type that the client gives it; nil if it gives none.
        public let contentType: String?
        /// What was sent.
        public let content: ByteBuffer
    }

    /// The parts, in order.
    public let parts: [Part]

    /// How many parts are read of one form (ours).
    private static let mostParts = 100

    /// Reads `body`, which a request said to be of `contentType`.
    public init(_ body: ByteBuffer, contentType: String?) throws(FieldComplaint) {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType), (1...200).contains(boundary.utf8.count)
        else { throw Self.complaint("must be multipart/form-data with a boundary") }
        var reader = PartReader(body: body, boundary: boundary)
        var parts: [Part] = []
        while let range = reader.next() {
            guard parts.count < Self.mostParts else {
                throw Self.complaint("must not have more than \(Self.mostParts) parts")
            }
            guard let part = Self.part(of: body, range) else { throw Self.complaint("has a part without a name") }
            parts.append(part)
        }
        guard reader.isComplete else {
            throw Self.complaint("ends before its last delimiter, or its first is not there")
        }
        self.parts = parts
    }

    private static func complaint(_ problem: String) -> FieldComplaint { FieldComplaint(field: "", problem: problem) }

    private static func part(of body: ByteBuffer, _ range: Range<Int>) -> Part? {
        let headEnd = body.withUnsafeReadableBytes { bytes in
            ByteSearch("\r\n\r\n").end(
                in: UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound]), from: range.lowerBound)
        }
        let start = body.readerIndex
        guard let headEnd,
            let head = body.getString(at: start + range.lowerBound, length: headEnd - range.lowerBound),
            let content = body.getSlice(at: start + headEnd, length: range.upperBound - headEnd),
            let disposition = line("content-disposition", of: head), let name = parameter("name", of: disposition)
        else { return nil }
        let type = line("content-type", of: head)?.split(separator: ":", maxSplits: 1).last
        return Part(
            name: name, fileName: parameter("filename", of: disposition),
            contentType: type.map { String($0.drop { $0 == " " }) }, content: content)
    }

    /// The line of a part's head that begins with this name.
    private static func line(_ name: String, of head: String) -> Substring? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
    }

    /// The parameter of a header's value, with or without quotes.
    private static func parameter(_ name: String, of header: some StringProtocol) -> String? {
        var rest = header[...].drop { $0 != ";" }.dropFirst()
        while !rest.isEmpty {
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest[key.endIndex...]
            let value = rest.first == "=" ? value(at: &rest) : ""
            if key.lowercased().filter({ !$0.isWhitespace }) == name { return value }
            rest = rest.drop { $0 != ";" }.dropFirst()
        }
        return nil
    }

    private static func value<Text: StringProtocol>(at rest: inout Text) -> String where Text.SubSequence == Text {
        rest = rest.dropFirst().drop { $0 == " " }
        guard rest.first == "\"" else {
            let word = rest.prefix { $0 != ";" && !$0.isWhitespace }
            rest = rest[word.endIndex...]
            return String(word)
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
                value.append(rest.removeFirst())
            } else {
                value.append(character)
            }
        }
        return value
    }
}

/// Finds the parts of a form between its delimiters.
private struct PartReader {
    private let body: ByteBuffer
    private let delimiter: ByteSearch
    private let boundary: String
    /// Where the next part begins; nil before the first delimiter and after the last.
    private var position: Int?
    private var hasBegun = false
    /// Whether the last delimiter was seen.
    private(set) var isComplete = false

    init(body: ByteBuffer, boundary: String) {
        self.body = body
        self.boundary = boundary
        delimiter = ByteSearch("\r\n--\(boundary)")
    }

    /// The place of the next part's head and content; nil if there is no further one.
    mutating func next() -> Range<Int>? {
        body.withUnsafeReadableBytes { bytes in
            if !hasBegun {
                hasBegun = true
                // The first delimiter has nothing before it but what nobody reads.
                let first = "--\(boundary)".utf8
                let isAtStart = bytes.count >= first.count && bytes[..<first.count].elementsEqual(first)
                position = begin(after: isAtStart ? first.count : delimiter.end(in: bytes, from: 0), in: bytes)
            }
            guard let start = position, let end = delimiter.end(in: bytes, from: start) else { return nil }
            position = begin(after: end, in: bytes)
            return start..<max(start, end - delimiter.count)
        }
    }

    /// Where the part behind a delimiter begins; nil if it is the last one, or not one at all.
    private mutating func begin(after end: Int?, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard var index = end else { return nil }
        if bytes[index...].starts(with: "--".utf8) {
            isComplete = true
            return nil
        }
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
            index += 1
        }
        return bytes[index...].starts(with: "\r\n".utf8) ? index + 2 : nil
    }
}
