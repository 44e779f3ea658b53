import HTTPTypes
import NIOHTTP1
import Testing

@testable import Edge

@Suite("Heads of one connection")
struct RequestHeadReaderTests {
    private static let first = HTTPRequestHead(
        version: .http1_1, method: .POST, uri: "/a?b=c",
        headers: ["Host": "h:80", "anchor-api-key": "k", "Content-Length": "3", "Connection": "close"])

    /// Heads that differ from the first in one thing each, or in nothing.
    private static let next: [HTTPRequestHead] = [
        first,
        changed { $0.uri = "/" },
        changed { $0.uri = "*" },
        changed { $0.uri = "http://other/a" },
        changed { $0.uri = "no target" },
        changed { $0.method = .GET },
        changed {
            $0.method = .CONNECT
            $0.uri = "/"
        },
        changed { $0.version = .http1_0 },
        changed { $0.headers.replaceOrAdd(name: "Host", value: "g") },
        changed { $0.headers.replaceOrAdd(name: "Host", value: "no host") },
        changed { $0.headers.replaceOrAdd(name: "Content-Length", value: "4") },
        changed { $0.headers.replaceOrAdd(name: "Connection", value: "keep-alive") },
        changed { $0.headers.replaceOrAdd(name: "anchor-api-key", value: "K") },
        changed { $0.headers.replaceOrAdd(name: "Anchor-API-Key", value: "k") },
        changed { $0.headers.add(name: "Expect", value: "100-continue") },
        changed { $0.headers.add(name: "X-Long", value: String(repeating: "a", count: 4096)) },
        changed { $0.headers.remove(name: "Content-Length") },
        changed { $0.headers = HTTPHeaders($0.headers.map { ($0, $1) }.reversed()) },
    ]

    @Test("each is read as if it were the only one", arguments: next, next)
    func readsAsAlone(one: HTTPRequestHead, other: HTTPRequestHead) {
        var reader = RequestHeadReader()
        for head in [Self.first, one, other, one, Self.first] {
            #expect(Self.outcome { try reader.read(head) } == Self.outcome { try RequestHead(head) })
        }
    }

    @Test("a client whose fields differ each time is read as any other, and so is what it sends again")
    func readsStrangers() throws {
        var reader = RequestHeadReader()
        for number in 1...(3 * RequestHeadReader.patience) {
            let head = Self.changed { $0.headers.replaceOrAdd(name: "anchor-api-key", value: "k\(number)") }
            for _ in 1...(number % 3) + 1 {
                #expect(Self.outcome { try reader.read(head) } == Self.outcome { try RequestHead(head) })
            }
        }
    }

    @Test("the request before stays what it was")
    func keepsEarlier() throws {
        var reader = RequestHeadReader()
        let heads = try ["/a", "/b", "/c"].map { path in try reader.read(Self.changed { $0.uri = path }) }
        #expect(heads.map(\.request.path) == ["/a", "/b", "/c"])
    }

    @Test("the scheme is the connection's", arguments: [false, true])
    func hasScheme(isSecure: Bool) throws {
        var reader = RequestHeadReader()
        for _ in 1...2 {
            let scheme = try reader.read(Self.first, isSecure: isSecure).request.scheme
            #expect(scheme == (isSecure ? "https" : "http"))
        }
    }

    private static func changed(_ change: (inout HTTPRequestHead) -> Void) -> HTTPRequestHead {
        var head = first
        change(&head)
        return head
    }

    /// The request with its fields as they were written, and the traits; or the refusal.
    private static func outcome(_ read: () throws -> RequestHead) -> String {
        do {
            let head = try read()
            let fields = head.request.headerFields.map { "\($0.name.rawName): \($0.value)" }
            return "\(head.request) \(fields) \(head.traits)"
        } catch {
            return "\(error)"
        }
    }
}
