/// A text that is looked for in other texts, byte by byte, in time proportional to their lengths together whatever they say
/// (the way of Knuth, Morris and Pratt): both may come from a client and have megabytes.
public struct ByteSearch: Hashable, Sendable {
    private let wanted: [UInt8]
    /// For each length of a match: how much of it stands when the next byte is another one.
    private let borders: [Int]

    /// A search for `text`.
    public init(_ text: some StringProtocol) {
        wanted = Array(text.utf8)
        var borders = [Int](repeating: 0, count: wanted.count)
        var length = 0
        for index in wanted.indices.dropFirst() {
            while length > 0, wanted[index] != wanted[length] { length = borders[length - 1] }
            if wanted[index] == wanted[length] { length += 1 }
            borders[index] = length
        }
        self.borders = borders
    }

    /// How many bytes the text has.
    public var count: Int { wanted.count }

    /// Whether the text occurs in `text`; an empty one does.
    public func occurs(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { end(in: UnsafeRawBufferPointer($0), from: 0) != nil }
    }

    /// Where the first occurrence from `start` on ends; nil if there is none.
    public func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let first = wanted.first else { return start }
        var length = 0
        for index in start..<max(start, bytes.count) {
            let byte = bytes[index]
            if length == 0, byte != first { continue }
            while length > 0, byte != wanted[length] { length = borders[length - 1] }
            if byte == wanted[length] { length += 1 }
            if length == wanted.count { return index + 1 }
        }
        return nil
    }
}
