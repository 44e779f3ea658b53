import HTTPTypes
import Testing

@testable import Edge

@Suite struct StreamHeadTests {
    @Test("A head on a stream becomes one like any other: the host is the authority, cookies are one field")
    func whole() throws {
        let cookie = HTTPField.Name.cookie
        var head = HTTPRequest(method: .post, scheme: "http", authority: "api.anchorbrowser.io", path: "/v1?a=b")
        head.headerFields = [.contentLength: "12", .accept: "*/*"]
        head.headerFields.append(HTTPField(name: cookie, value: "a=1"))
        head.headerFields.append(HTTPField(name: cookie, value: "b=2"))
        let read = try RequestHead(ofStream: head, limits: EdgeLimits())
        #expect(read.request.scheme == "https")
        #expect(read.request.authority == "api.anchorbrowser.io")
        #expect(read.request.path == "/v1?a=b")
        #expect(read.request.headerFields[values: cookie] == ["a=1; b=2"])
        #expect(read.traits.body == .bytes(12))
    }

    @Test("The host may come as a field")
    func hostField() throws {
        let head = HTTPRequest(
            method: .get, scheme: "https", authority: nil, path: "/", headerFields: [HTTPField.Name("host")!: "a.test"])
        let read = try RequestHead(ofStream: head, limits: EdgeLimits())
        #expect(read.request.authority == "a.test")
        #expect(read.request.headerFields.isEmpty)
    }

    @Test(
        "What is no acceptable head is refused as by HTTP/1.1",
        arguments: [
            (HTTPRequest(method: .connect, scheme: nil, authority: "a.test:443", path: nil), Refusal.tunnelOnStream),
            (HTTPRequest(method: .get, scheme: "https", authority: "a b", path: "/"), .invalidHost),
            (HTTPRequest(method: .get, scheme: "https", authority: nil, path: "/"), .missingHost),
            (HTTPRequest(method: .get, scheme: "https", authority: "a", path: "v1"), .invalidTarget),
            (HTTPRequest(method: .get, scheme: "https", authority: "a", path: ""), .invalidTarget),
            (
                HTTPRequest(
                    method: .get, scheme: "https", authority: "a", path: "/",
                    headerFields: [HTTPField.Name("host")!: "b"]), .severalHosts
            ),
            (
                HTTPRequest(
                    method: .get, scheme: "https", authority: "a", path: "/", headerFields: [.expect: "a miracle"]),
                .unknownExpectation
            ),
        ])
    func refusals(_ head: HTTPRequest, _ refusal: Refusal) {
        #expect(throws: refusal) { try RequestHead(ofStream: head, limits: EdgeLimits()) }
    }

    @Test("More fields than there may be are refused")
    func tooManyFields() {
        var head = HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/")
        for number in 0...256 { head.headerFields.append(HTTPField(name: HTTPField.Name("x-\(number)")!, value: "")) }
        #expect(throws: Refusal.headersTooLarge) { try RequestHead(ofStream: head, limits: EdgeLimits()) }
    }
}
