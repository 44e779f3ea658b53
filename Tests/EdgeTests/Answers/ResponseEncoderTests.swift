import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite("Responses as bytes")
struct ResponseEncoderTests {
    @Test(
        "the framing follows the request and the head",
        arguments: [
            (
                HTTPResponse(status: .ok, headerFields: [.contentLength: "4"]), ResponseTerms(),
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", false
            ),
            (
                HTTPResponse(status: .ok), ResponseTerms(),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", false
            ),
            (
                HTTPResponse(status: .ok, headerFields: [.transferEncoding: "gzip", .contentLength: "4"]),
                ResponseTerms(), "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", false
            ),
            (HTTPResponse(status: .ok), ResponseTerms(omitsBody: true), "HTTP/1.1 200 OK\r\n\r\n", false),
            (
                HTTPResponse(status: .noContent, headerFields: [.contentLength: "0"]), ResponseTerms(),
                "HTTP/1.1 204 No Content\r\n\r\n", false
            ),
            (
                HTTPResponse(status: .notModified, headerFields: [.contentLength: "9"]), ResponseTerms(),
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", false
            ),
            (
                HTTPResponse(status: .ok), ResponseTerms(isHTTP10: true),
                "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nbody", true
            ),
            (
                HTTPResponse(status: .ok, headerFields: [.contentLength: "4"]), ResponseTerms(isHTTP10: true),
                "HTTP/1.0 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nbody", false
            ),
            (
                HTTPResponse(status: .ok, headerFields: [.connection: "Close", .contentLength: "4"]), ResponseTerms(),
                "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 4\r\n\r\nbody", true
            ),
            (
                HTTPResponse(status: .init(code: 599, reasonPhrase: ""), headerFields: [.contentLength: "4"]),
                ResponseTerms(closes: true),
                "HTTP/1.1 599 \r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", true
            ),
        ])
    func frames(response: HTTPResponse, terms: ResponseTerms, bytes: String, closes: Bool) {
        var encoder = ResponseEncoder()
        var buffer = ByteBuffer()
        #expect(encoder.write(head: response, terms: terms, to: &buffer) == closes)
        let body = ByteBuffer(string: "body")
        if encoder.accepts(body) {
            encoder.writeBodyPrefix(length: 4, to: &buffer)
            buffer.writeImmutableBuffer(body)
            encoder.writeBodySuffix(to: &buffer)
        }
        encoder.writeEnd(to: &buffer)
        #expect(String(buffer: buffer) == bytes)
    }

    @Test("an empty piece of body is not written: as a chunk it would end the answer")
    func skipsEmptyBody() {
        var encoder = ResponseEncoder()
        var buffer = ByteBuffer()
        _ = encoder.write(head: HTTPResponse(status: .ok), terms: ResponseTerms(), to: &buffer)
        #expect(encoder.accepts(ByteBuffer()) == false)
    }

    @Test("an informational head has no framing")
    func writesInformational() {
        let encoder = ResponseEncoder()
        var buffer = ByteBuffer()
        encoder.write(
            informational: HTTPResponse(
                status: .init(code: 103, reasonPhrase: "Early Hints"), headerFields: [.init("Link")!: "</a>"]),
            to: &buffer)
        #expect(String(buffer: buffer) == "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
    }
}
