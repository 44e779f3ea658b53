import Kernel

/// Reads a body as Rust's serde_json 1.0.87 reads it into `struct Jwks { keys: Vec<Value> }`: what that accepts is accepted,
/// and what that refuses is refused in the same words at the same line and column (anon.md 7).
///
/// Not our JSON parser: there the words are chosen to help, here they are the symptom that a developer looks for. That the
/// record is called `Jwks` and its elements may be any value is our assumption; the vendor's type is unknown.
struct SerdeJSONReader {
    let bytes: [UInt8]
    var position = 0
    var remainingDepth = 128

    /// The elements of `keys` in `bytes`.
    static func keys(in bytes: [UInt8]) throws(SerdeJSONComplaint) -> [JSONValue] {
        var reader = SerdeJSONReader(bytes: bytes)
        let keys = try reader.keySet()
        guard reader.skipSpace() == nil else { throw reader.complaintAhead(.trailingCharacters) }
        return keys
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the next byte.
    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// Passes over white space; returns the byte behind it.
    mutating func skipSpace() -> UInt8? {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
        return peek
    }

    /// A complaint about the byte that was taken last.
    func complaint(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: position)
    }

    /// A complaint about the byte that comes next.
    func complaintAhead(_ problem: SerdeJSONProblem) -> SerdeJSONComplaint {
        complaint(problem, before: min(position + 1, bytes.count))
    }

    private func complaint(_ problem: SerdeJSONProblem, before end: Int) -> SerdeJSONComplaint {
        let read = bytes[..<end]
        let start = read.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SerdeJSONComplaint(problem: problem, line: read.count { $0 == 0x0A } + 1, column: end - start)
    }

    /// Enters a list or an object, whose first byte is next.
    mutating func descend() throws(SerdeJSONComplaint) {
        remainingDepth -= 1
        guard remainingDepth > 0 else { throw complaintAhead(.recursionLimit) }
        position += 1
    }
}
