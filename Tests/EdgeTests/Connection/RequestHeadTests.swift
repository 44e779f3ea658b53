import HTTPTypes
import NIOHTTP1
import Testing

@testable import Edge

@Suite("Request heads")
struct RequestHeadTests {
    @Test("names keep their case and order; Host becomes the authority")
    func converts() throws {
        let head = try RequestHead(
            HTTPRequestHead(
                version: .http1_1, method: .POST, uri: "/a?b=c",
                headers: ["X-One": "1", "host": "h:80", "anchor-API-key": "k", "x-one": "2", "Content-Length": "3 "]))
        #expect(head.request.method == .post)
        #expect(head.request.scheme == "http")
        #expect(head.request.authority == "h:80")
        #expect(head.request.path == "/a?b=c")
        #expect(
            head.request.headerFields.map { "\($0.name.rawName)=\($0.value)" } == [
                "X-One=1", "anchor-API-key=k", "x-one=2", "Content-Length=3",
            ])
        #expect(head.traits == RequestTraits(body: .bytes(3)))
    }

    @Test(
        "the traits follow the fields",
        arguments: [
            (HTTPMethod.HEAD, HTTPVersion.http1_1, HTTPHeaders(), RequestTraits(isHead: true)),
            (.GET, .http1_0, [:], RequestTraits(isHTTP10: true, keepsAlive: false)),
            (.GET, .http1_0, ["Connection": "keep-alive", "Expect": "x"], RequestTraits(isHTTP10: true)),
            (.GET, .http1_1, ["Connection": "close"], RequestTraits(keepsAlive: false)),
            (.POST, .http1_1, ["Transfer-Encoding": "chunked"], RequestTraits(body: .chunked)),
            (.POST, .http1_1, ["Expect": "100-Continue"], RequestTraits(expectsContinue: true)),
            (.GET, .http1_1, ["Upgrade": "h2c"], RequestTraits()),
            (.GET, .http1_1, ["Connection": "upgrade"], RequestTraits()),
            (.GET, .http1_1, ["Upgrade": "h2c", "Connection": "a , UPGRADE"], RequestTraits(stopsDecoder: true)),
            (
                .GET, .http1_1, ["Connection": "Upgrade", "upgrade": "WebSocket"],
                RequestTraits(stopsDecoder: true, offersWebSocket: true)
            ),
            (.POST, .http1_1, ["Connection": "Upgrade", "upgrade": "websocket"], RequestTraits(stopsDecoder: true)),
            (
                .GET, .http1_0, ["Connection": "Upgrade", "upgrade": "websocket"],
                RequestTraits(isHTTP10: true, keepsAlive: false, stopsDecoder: true)
            ),
            (
                .GET, .http1_1, ["Connection": "Upgrade", "upgrade": "websocket", "Content-Length": "1"],
                RequestTraits(stopsDecoder: true, body: .bytes(1))
            ),
            (.GET, .http1_1, ["upgrade": "websocket"], RequestTraits()),
            (.GET, .http1_1, ["Upgrade": "h2c", "Connection": "upgrades"], RequestTraits()),
        ] as [(HTTPMethod, HTTPVersion, HTTPHeaders, RequestTraits)])
    func findsTraits(method: HTTPMethod, version: HTTPVersion, headers: HTTPHeaders, traits: RequestTraits) throws {
        var headers = headers
        headers.add(name: "Host", value: "h")
        let head = HTTPRequestHead(version: version, method: method, uri: "/", headers: headers)
        #expect(try RequestHead(head).traits == traits)
    }

    @Test("CONNECT has an authority, no path and no body")
    func convertsConnect() throws {
        let head = try RequestHead(
            HTTPRequestHead(
                version: .http1_1, method: .CONNECT, uri: "b:443", headers: ["Host": "a", "Content-Length": "3"]))
        #expect(head.request.method == .connect)
        #expect(head.request.authority == "b:443")
        #expect(head.request.path == nil)
        #expect(head.traits == RequestTraits(isConnect: true, stopsDecoder: true))
    }

    @Test(
        "targets are taken apart",
        arguments: [
            ("/", nil, "/"), ("*", nil, "*"), ("//x/y", nil, "//x/y"),
            ("http://h:1/p?q", "h:1", "/p?q"), ("HTTPS://h", "h", "/"), ("http://h?q=/", "h", "/?q=/"),
        ] as [(String, String?, String)])
    func readsTarget(target: String, authority: String?, path: String) throws {
        let read = try RequestTarget(target, isConnect: false)
        #expect(read.authority == authority)
        #expect(read.path == path)
    }

    @Test(
        "a Host of which URLs can be made is taken",
        arguments: [
            "h", "h:80", "h:", "h:0", "h:65535", "h:0000000080", "127.0.0.1:4010", "[::1]", "[::1]:4010", "my_app.test",
            "xn--bcher-kva.example",
            String(repeating: "a", count: 259),
        ])
    func takesHost(host: String) throws {
        let head = try RequestHead(
            HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Host": host]))
        #expect(head.request.authority == host)
    }

    @Test(
        "any other is refused",
        arguments: [
            "a b", "u@h", "u:p@h", ":80", "h:x", "h:65536", "h:100000", "h:018446744073709551696", "h:1:2", "::1",
            "[::1", "[::1]x", "[]", "h/x", "h?x", "h#x",
            "a,b@c", "h\\x", "bücher.example", "<h>", String(repeating: "a", count: 260),
        ])
    func refusesHost(host: String) throws {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Host": host])
        #expect(throws: Refusal.invalidHost) { try RequestHead(head) }
        #expect(throws: Refusal.invalidTarget) {
            try RequestTarget("http://\(host.filter { $0 != "/" && $0 != "?" })@/x", isConnect: false)
        }
    }

    @Test("an empty Host, or none, names nobody", arguments: [HTTPVersion.http1_0, .http1_1])
    func hasNoHost(version: HTTPVersion) throws {
        let empty = HTTPRequestHead(version: version, method: .GET, uri: "/", headers: ["Host": ""])
        #expect(try RequestHead(empty).request.authority == nil)
        guard version == .http1_0 else { return }
        #expect(try RequestHead(HTTPRequestHead(version: version, method: .GET, uri: "/")).request.authority == nil)
    }

    @Test("other targets are refused", arguments: ["a", "", "mailto:a", "http:/x", "http:///x", "http://u@h/x"])
    func refusesTarget(target: String) {
        #expect(throws: Refusal.invalidTarget) { try RequestTarget(target, isConnect: false) }
    }

    @Test("methods keep their names", arguments: ["GET", "PATCH", "OPTIONS", "PURGE", "M-SEARCH", "BREW"])
    func convertsMethod(name: String) {
        #expect(HTTPRequest.Method(HTTPMethod(rawValue: name))?.rawValue == name)
    }
}
