import HTTPTypes
import Kernel
import NIOCore
import Testing

@testable import KernelHTTP

@Suite("An exchange in one block of bytes")
struct PackedEntryTests {
    @Test("whatever an exchange had, it has when it is unpacked", arguments: 1...8)
    func random(seed: UInt64) throws {
        var making = RandomEntries(state: seed)
        for _ in 0..<50 {
            let entry = making.entry()
            let packed = PackedEntry(entry)
            #expect(entry.isExactly(packed.entry), "\(entry)")
            #expect(packed.number == entry.number)
            #expect(packed.isIncoming == (entry.direction == .incoming))
            #expect(packed.cost == entry.cost)
        }
    }

    @Test(
        "every number is the same afterwards",
        arguments: [0, 1, -1, 63, 64, -64, -65, 127, 128, 16_383, 16_384, .max, .min] as [Int])
    func numbers(number: Int) {
        let read = packedAndRead {
            $0.put(number)
        } read: {
            $0.integer()
        }
        #expect(read == number)
    }

    @Test(
        "a text that is missing is not an empty one",
        arguments: [nil, "", "a", "ä", String(repeating: "x", count: 200)])
    func texts(text: String?) {
        let read = packedAndRead {
            $0.put(text)
        } read: {
            $0.text()
        }
        #expect(read == text)
    }

    @Test("what an exchange is packed from may be changed or freed afterwards")
    func independent() {
        var body = ByteBuffer(string: "before")
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")
        let exchange = Exchange(
            number: 1, receivedAt: Moment(milliseconds: 0), head: head, body: body,
            origin: Origin(scheme: "http", authority: "localhost"))
        let packed = PackedEntry(
            JournalEntry(exchange, response: HTTPResponse(status: .ok), body: body, reason: nil))
        body.setString("beyond", at: 0)
        #expect(packed.entry.responseBody == ByteBuffer(string: "before"))
    }

    private func packedAndRead<Value>(
        _ put: (inout PackedWriter) -> Void, read: (inout PackedReader) -> Value
    ) -> Value {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { room in
            var writer = PackedWriter(room)
            put(&writer)
            var reader = PackedReader(UnsafeRawBufferPointer(rebasing: room[..<writer.length]))
            return read(&reader)
        }
    }
}

extension JournalEntry {
    /// Whether everything is the same, also what equality of heads leaves out: the case of names, the order, the reason phrase.
    func isExactly(_ other: JournalEntry) -> Bool {
        number == other.number && direction == other.direction && receivedAt == other.receivedAt
            && operation == other.operation
            && rule == other.rule && reason == other.reason && connection == other.connection
            && request == other.request && Self.isExactly(request.headerFields, other.request.headerFields)
            && requestBody == other.requestBody && response == other.response
            && response.status.reasonPhrase == other.response.status.reasonPhrase
            && Self.isExactly(response.headerFields, other.response.headerFields)
            && responseBody == other.responseBody
    }

    private static func isExactly(_ fields: HTTPFields, _ others: HTTPFields) -> Bool {
        fields.count == others.count
            && zip(fields, others).allSatisfy { $0 == $1 && $0.name.rawName == $1.name.rawName }
    }
}

/// Exchanges with anything that a client, a vendor or a rule can put into them.
private struct RandomEntries: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func entry() -> JournalEntry {
        var head = HTTPRequest(
            method: HTTPRequest.Method(token()) ?? .get, scheme: maybe { $0.text() }, authority: maybe { $0.text() },
            path: maybe { $0.text() }, headerFields: fields())
        if Bool.random(using: &self) { head.extendedConnectProtocol = text() }
        let exchange = Exchange(
            ExchangeDirection.allCases.randomElement(using: &self) ?? .incoming,
            number: Int.random(in: 0...Int.max, using: &self),
            receivedAt: Moment(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &self)),
            head: head, body: body(), origin: Origin(scheme: "http", authority: "localhost"))
        if Bool.random(using: &self) { exchange.note(operation: text()) }
        if Bool.random(using: &self) { exchange.note(rule: text()) }
        let status = HTTPResponse.Status(code: Int.random(in: 0...999, using: &self), reasonPhrase: text())
        return JournalEntry(
            exchange, response: HTTPResponse(status: status, headerFields: fields()), body: body(),
            reason: maybe { Reason(code: $0.text(), detail: $0.text()) }, connection: effect())
    }

    private mutating func maybe<Value>(_ value: (inout RandomEntries) -> Value) -> Value? {
        Bool.random(using: &self) ? value(&self) : nil
    }

    private mutating func effect() -> ConnectionEffect? {
        let length = Int.random(in: Int.min...Int.max, using: &self)
        let pause = TimeSpan(milliseconds: Int64.random(in: Int64.min...Int64.max, using: &self))
        let effects: [ConnectionEffect?] = [
            nil, .reset, .close, .garbage, .truncate(after: length), .dribble(bytes: length, every: pause),
        ]
        return effects.randomElement(using: &self) ?? nil
    }

    private mutating func fields() -> HTTPFields {
        var fields = HTTPFields()
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            guard let name = HTTPField.Name(token()) else { continue }
            // Any bytes, also those that are no UTF-8 and blanks at either end.
            var field = HTTPField(name: name, lenientValue: bytes(through: 60))
            field.indexingStrategy = [.automatic, .prefer, .avoid, .disallow].randomElement(using: &self) ?? .automatic
            fields.append(field)
        }
        return fields
    }

    private mutating func body() -> ByteBuffer { ByteBuffer(bytes: bytes(through: 1500)) }

    private mutating func token() -> String {
        let letters = Array("ABCxyz019!#$%&'*+-.^_`|~")
        return String(
            (0..<Int.random(in: 1...40, using: &self)).map { _ in letters.randomElement(using: &self) ?? "a" })
    }

    private mutating func text() -> String {
        let letters = Array("aZ0/?=&. é☃𐍈\u{301}")
        return String(
            (0..<Int.random(in: 0...40, using: &self)).map { _ in letters.randomElement(using: &self) ?? "a" })
    }

    private mutating func bytes(through most: Int) -> [UInt8] {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
