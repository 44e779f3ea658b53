import HTTPTypes
import NIOCore

@testable import Edge

/// Answers requests as a test says.
struct TestResponder: EdgeResponder {
    var bodyLimit = 1024 * 1024
    var usualBodyLimit = 0
    let answer: @Sendable (EdgeRequest) -> Answering

    func bodyLimit(for head: HTTPRequest, from client: EdgeClient) -> Int { bodyLimit }

    func respond(to request: EdgeRequest) -> Answering { answer(request) }
}

extension EdgeAnswer {
    /// Method, path and body of a request.
    static func echo(of request: EdgeRequest) -> EdgeAnswer {
        let path = request.head.path ?? request.head.authority ?? ""
        return text("<\(request.head.method) \(path) \(request.body.text)>")
    }

    static func text(_ text: String) -> EdgeAnswer {
        EdgeAnswer(HTTPResponse(status: .ok), .whole(ByteBuffer(string: text)))
    }

    /// A body of so many bytes.
    static func long(_ length: Int) -> EdgeAnswer {
        EdgeAnswer(HTTPResponse(status: .ok), .whole(ByteBuffer(repeating: UInt8(ascii: "x"), count: length)))
    }
}

extension EdgeBody {
    /// The body, or why there is none.
    var text: String {
        switch self {
        case .whole(let bytes): String(buffer: bytes)
        case .tooLarge(let limit): "more than \(limit)"
        case .noRoom(let capacity): "no room of \(capacity)"
        }
    }
}
