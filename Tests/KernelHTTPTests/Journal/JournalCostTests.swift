import HTTPTypes
import Kernel
import NIOCore
import Testing

@testable import KernelHTTP

/// Entries of which one part is big, and what the journal's budget is charged for them.
@Suite("What an exchange takes of the journal's budget")
struct JournalCostTests {
    private static let size = 50_000
    /// Longer than that by what it stands in the place of.
    private static let text = String(repeating: "x", count: size + 100)

    /// The parts of an exchange that can be big, each by the path to the property that keeps it.
    enum Part: String, CaseIterable {
        case operation
        case rule
        case reasonCode = "reason.code"
        case reasonDetail = "reason.detail"
        case method = "request.method"
        case scheme = "request.scheme"
        case authority = "request.authority"
        case path = "request.path"
        case extendedConnectProtocol = "request.extendedConnectProtocol"
        case requestHeaderName = "request.headerFields.name"
        case requestHeaderValue = "request.headerFields.value"
        case requestHeaderCount = "request.headerFields.count"
        case requestBody
        case reasonPhrase = "response.reasonPhrase"
        case responseHeaderName = "response.headerFields.name"
        case responseHeaderValue = "response.headerFields.value"
        case responseHeaderCount = "response.headerFields.count"
        case responseBody
    }

    private static func entry(_ big: Part?) throws -> JournalEntry {
        func text(_ part: Part, or usual: String) -> String { part == big ? Self.text : usual }
        func fields(_ name: Part, _ value: Part, _ count: Part) throws -> HTTPFields {
            let field = HTTPField(
                name: try #require(HTTPField.Name(text(name, or: "X-A"))), value: text(value, or: "v"))
            // Of header fields with nothing in them, as many as a gateway lets through a thousand times.
            return HTTPFields(Array(repeating: field, count: big == count ? 10_000 : 1))
        }
        var head = HTTPRequest(
            method: try #require(HTTPRequest.Method(text(.method, or: "GET"))), scheme: text(.scheme, or: "http"),
            authority: text(.authority, or: "localhost"), path: text(.path, or: "/"),
            headerFields: try fields(.requestHeaderName, .requestHeaderValue, .requestHeaderCount))
        if big == .extendedConnectProtocol { head.extendedConnectProtocol = Self.text }
        let exchange = Exchange(
            number: 1, receivedAt: Moment(milliseconds: 0), head: head,
            body: ByteBuffer(repeating: 0x20, count: big == .requestBody ? size + 1 : 1),
            origin: Origin(scheme: "http", authority: "localhost"))
        exchange.note(operation: text(.operation, or: "a.b"))
        exchange.note(rule: text(.rule, or: "r"))
        return JournalEntry(
            exchange,
            response: HTTPResponse(
                status: HTTPResponse.Status(code: 200, reasonPhrase: text(.reasonPhrase, or: "OK")),
                headerFields: try fields(.responseHeaderName, .responseHeaderValue, .responseHeaderCount)),
            body: ByteBuffer(repeating: 0x20, count: big == .responseBody ? size + 1 : 1),
            reason: Reason(code: text(.reasonCode, or: "a.b"), detail: text(.reasonDetail, or: "d")),
            connection: .reset)
    }

    @Test("whatever is big is charged, and kept", arguments: Part.allCases)
    func charged(part: Part) throws {
        let usual = try Self.entry(nil).cost
        let entry = try Self.entry(part)
        #expect(entry.cost >= usual + Self.size, "\(part.rawValue)")
        #expect(PackedEntry(entry).cost == entry.cost)
        #expect(entry.isExactly(PackedEntry(entry).entry), "\(part.rawValue)")
    }

    @Test("nothing is kept beside the block, and the block is charged for all that the system gives it")
    func block() throws {
        for length in [0, 1, 500, 5000, 70_000, 140_000, 1 << 20] {
            let packed = PackedEntry(.numbered(1, bytes: length))
            let properties = Array(Mirror(reflecting: packed).children)
            let bytes = try #require(properties.first?.value as? [UInt8])
            #expect(properties.count == 1)
            #expect(packed.cost >= bytes.capacity + 40, "\(length)")
        }
    }

    @Test(
        "a header's name is kept, and charged, in the spelling that it came in only",
        arguments: [Part.requestHeaderName, .responseHeaderName])
    func spellings(part: Part) throws {
        #expect(try Self.entry(part).cost < 2 * Self.size)
    }

    @Test("a slice of a large body keeps nothing of the rest alive, and is not charged for it")
    func slice() throws {
        let body = try #require(ByteBuffer(repeating: 0x20, count: Self.size).getSlice(at: 0, length: 1))
        let exchange = Exchange(
            number: 1, receivedAt: Moment(milliseconds: 0),
            head: HTTPRequest(
                method: .get, scheme: "http", authority: "localhost", path: "/"), body: ByteBuffer(),
            origin: Origin(scheme: "http", authority: "localhost"))
        let entry = JournalEntry(exchange, response: HTTPResponse(status: .ok), body: body, reason: nil)
        #expect(entry.cost <= JournalEntry.numbered(1, bytes: 1).cost)
    }

    @Test(
        "a property that is added must be packed and charged: add it to the table above, or below to those of a fixed size"
    )
    func complete() throws {
        let fixed: Set = ["number", "direction", "receivedAt", "connection", "response.status"]
        let known = fixed.union(Part.allCases.map(\.rawValue))
        for property in Self.properties(of: try Self.entry(nil)) {
            let isKnown = known.contains { $0 == property || $0.hasPrefix("\(property).") }
            #expect(isKnown, "\(property) is neither packed nor charged")
        }
    }

    /// The stored properties of an entry, those of `request` and `reason` one by one.
    private static func properties(of entry: JournalEntry) -> [String] {
        Mirror(reflecting: entry).children.flatMap { child -> [String] in
            let name = child.label ?? "?"
            switch child.value {
            case let reason as Reason: return Mirror(reflecting: reason).children.map { "\(name).\($0.label ?? "?")" }
            case let request as HTTPRequest:
                return names(of: request).map { "\(name).\($0)" }
            case let response as HTTPResponse: return names(of: response).map { "\(name).\($0)" }
            default: return [name]
            }
        }
    }

    /// What a head's pseudo header fields and other properties are called.
    private static func names(of head: Any) -> [String] {
        Mirror(reflecting: head).children.flatMap { child -> [String] in
            let name = child.label ?? "?"
            guard name.hasSuffix("seudoHeaderFields") else { return [name] }
            // They lie in an object of their own.
            return Mirror(reflecting: child.value).children.flatMap { storage in
                Mirror(reflecting: storage.value).children.map { $0.label ?? "?" }
            }
        }
    }
}
