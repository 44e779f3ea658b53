/// Bytes that are written one behind the other and read at the end.
///
/// An array would make sure at each of them that nobody else holds it, which is most of what it costs to write a short answer.
struct GrowingBytes: ~Copyable {
    private var room: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    /// No bytes, and room for so many.
    init(capacity: Int) {
        self.capacity = capacity
        room = .allocate(capacity: capacity)
    }

    deinit {
        room.deallocate()
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

    /// Adds so many, which `write` fills in.
    mutating func append(_ length: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        if length > capacity - count { grow(by: length) }
        (room + count).initialize(repeating: 0, count: length)
        write(UnsafeMutableBufferPointer(start: room + count, count: length))
        count += length
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
