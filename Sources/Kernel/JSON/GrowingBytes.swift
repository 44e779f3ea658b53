/// Bytes that are written one behind the other and read at the end.
///
/// An array would make sure at each of them that nobody else holds it, which is most of what it costs to write a short answer.
struct GrowingBytes: ~Copyable {
    private var room: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many there are.
    private(set) var count = 0

    /// No bytes, and room for so many.
    init(capacity: Int) {
        self.capacity = capacity
        room = .allocate(capacity: capacity)
    }

    deinit {
        room.deallocate()
    }

    /// Takes all of them out; their room stays.
    mutating func removeAll() {
        count = 0
    }

    /// Adds a byte.
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        (room + count).initialize(to: byte)
        count += 1
    }

    /// Adds those of a text.
    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds these.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        if bytes.count > capacity - count { grow(by: bytes.count) }
        (room + count).initialize(from: start, count: bytes.count)
        count += bytes.count
    }

    /// Adds those of a text as they stand between the quotes of JSON.
    ///
    /// - Parameter isShortest: backspace and form feed have two letters, as from Foundation's encoder, and not six.
    mutating func append(escaping text: UnsafeBufferPointer<UInt8>, isShortest: Bool = false) {
        var plainFrom = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte >= 0x20, byte != 0x22, byte != 0x5C { continue }
            append(UnsafeBufferPointer(rebasing: text[plainFrom..<index - 1]))
            plainFrom = index
            switch byte {
            case 0x22: append("\\\"")
            case 0x5C: append("\\\\")
            case 0x08 where isShortest: append("\\b")
            case 0x0C where isShortest: append("\\f")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            default:
                append("\\u00")
                for digit in [byte >> 4, byte & 15] {
                    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            }
        }
        append(UnsafeBufferPointer(rebasing: text[plainFrom...]))
    }

    /// Adds the digits of a number.
    mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        // From behind, as the last digit is known first.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Adds so many, which `write` fills in.
    mutating func append(_ length: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        if length > capacity - count { grow(by: length) }
        (room + count).initialize(repeating: 0, count: length)
        write(UnsafeMutableBufferPointer(start: room + count, count: length))
        count += length
    }

    /// Puts others in the place of those from `start` on, which are as many.
    mutating func replace(from start: Int, with bytes: [UInt8]) {
        precondition(start + bytes.count == count, "as many bytes as there are")
        bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return }
            (room + start).update(from: first, count: bytes.count)
        }
    }

    /// What `look` makes of all of them.
    func withBytes<Value>(_ look: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
        try look(UnsafeBufferPointer(start: room, count: count))
    }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        fresh.initialize(from: room, count: count)
        room.deallocate()
        (room, capacity) = (fresh, larger)
    }
}
