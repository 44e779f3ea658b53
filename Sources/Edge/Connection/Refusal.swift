import HTTPTypes
import NIOCore
import NIOHTTP1

/// An answer of the listener itself, to what never becomes a request; the connection ends with it.
struct Refusal: Error, Hashable {
    let code: Int
    let reasonPhrase: StaticString
    let message: StaticString

    static func == (left: Refusal, right: Refusal) -> Bool {
        left.code == right.code && left.message.description == right.message.description
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message.description)
    }

    /// The messages are ours and hold nothing that JSON would have to escape.
    private var body: String { "{\"error\":{\"code\":\(code),\"message\":\"\(message)\"}}" }

    /// The same as an answer.
    var answer: EdgeAnswer {
        EdgeAnswer(
            HTTPResponse(
                status: .init(code: code, reasonPhrase: "\(reasonPhrase)"),
                headerFields: [.contentType: "application/json"]),
            .whole(ByteBuffer(string: body)))
    }

    /// Writes the whole response.
    func write(to buffer: inout ByteBuffer) {
        buffer.writeString("HTTP/1.1 \(code) \(reasonPhrase)\r\n")
        buffer.writeString("Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n")
        buffer.writeString("Connection: close\r\n\r\n\(body)")
    }

    // MARK: What is refused

    static let missingHost = malformed("A request of HTTP/1.1 needs a Host header.")
    static let invalidHost = malformed("The Host header is not a host, with or without a port.")
    static let severalHosts = malformed("The request has more than one Host header.")
    static let invalidMethod = malformed("The request method is malformed.")
    static let invalidTarget = malformed("The request target is malformed.")
    static let invalidTunnelTarget = malformed("The target of a CONNECT is a host, a colon and a port.")
    static let headTimedOut = Refusal(
        code: 408, reasonPhrase: "Request Timeout", message: "The request's head took too long.")
    static let bodyTimedOut = Refusal(
        code: 408, reasonPhrase: "Request Timeout", message: "The request's body took too long.")
    static let unknownExpectation = Refusal(
        code: 417, reasonPhrase: "Expectation Failed", message: "The only expectation met here is 100-continue.")
    static let tooManyPipelined = Refusal(
        code: 429, reasonPhrase: "Too Many Requests",
        message: "Too many requests of this connection wait for their answers.")
    static let headersTooLarge = Refusal(
        code: 431, reasonPhrase: "Request Header Fields Too Large",
        message: "The request's header fields are too large.")
    static let tooManyConnections = Refusal(
        code: 503, reasonPhrase: "Service Unavailable", message: "Too many connections are open.")
    static let tunnelOnStream = Refusal(
        code: 501, reasonPhrase: "Not Implemented", message: "CONNECT is taken with HTTP/1.1 only.")
    static let unsupportedVersion = Refusal(
        code: 505, reasonPhrase: "HTTP Version Not Supported", message: "Only HTTP/1.0 and HTTP/1.1 are spoken here.")

    private static func malformed(_ message: StaticString) -> Refusal {
        Refusal(code: 400, reasonPhrase: "Bad Request", message: message)
    }
}

// In an extension, so that the memberwise initializer stays.
extension Refusal {
    /// What is said to a client whose bytes the parser could not read.
    init(_ error: HTTPParserError) {
        self =
            switch error {
            case .headerOverflow: .headersTooLarge
            case .invalidVersion, .paused: .unsupportedVersion
            case .invalidMethod: .invalidMethod
            case .invalidURL, .invalidHost, .invalidPort, .invalidPath, .invalidQueryString, .invalidFragment:
                .invalidTarget
            case .invalidHeaderToken: .malformed("A header field of the request is malformed.")
            case .invalidContentLength: .malformed("The Content-Length of the request is not a number.")
            case .unexpectedContentLength:
                .malformed("The request has more than one Content-Length, or one beside Transfer-Encoding.")
            case .invalidChunkSize: .malformed("A chunk size in the request's body is malformed.")
            case .invalidEOFState, .closedConnection: .malformed("The request ended before it was complete.")
            case .lfExpected: .malformed("A line of the request does not end in CR LF.")
            case .invalidConstant: .malformed("The first bytes are not a request of HTTP.")
            default: .malformed("The request is malformed.")
            }
    }
}
