import HTTPTypes
import NIOCore

@testable import Edge

/// What a browser does at the other end of a splice, as far as bytes go.
enum TestBrowser {
    static let taken =
        "HTTP/1.1 101 WebSocket Protocol Handshake\r\nUpgrade: WebSocket\r\nSec-WebSocket-Accept: x\r\n\r\n"

    /// Takes any upgrade and sends everything back that comes then.
    static let echo = taking { bytes, outbound in
        while let next = try await bytes.next() { try await outbound.write(next) }
        outbound.finish()
    }

    /// Takes any upgrade, then does `work`.
    static func taking(_ work: @escaping TestTarget.Service) -> TestTarget.Service {
        { bytes, outbound in
            try await readHead(&bytes)
            try await outbound.write(ByteBuffer(string: taken))
            try await work(&bytes, outbound)
        }
    }

    /// Answers any upgrade with this, piece by piece, and then sends no more.
    static func saying(_ pieces: String...) -> TestTarget.Service {
        { bytes, outbound in
            try await readHead(&bytes)
            for piece in pieces { try await outbound.write(ByteBuffer(string: piece)) }
            outbound.finish()
        }
    }

    private static func readHead(
        _ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws {
        var head = ""
        while !head.hasSuffix("\r\n\r\n"), let next = try await bytes.next() { head += String(buffer: next) }
    }
}

/// Has a server on this machine take the upgrades of all clients; other requests are echoed.
struct SplicingResponder: Sendable {
    let port: Int
    /// Hears how splices ended, and why there was none.
    var events: AsyncStream<String>.Continuation?
    /// Hears reports.
    var reports: AsyncStream<SpliceReport>.Continuation?
    var limit = Duration.seconds(5)
    /// What is answered in place of a splice that is there.
    var replacement: EdgeAnswer?

    func answer(_ request: EdgeRequest) -> Answering {
        guard request.head.headerFields[.upgrade] == "websocket" else { return .now(.echo(of: request)) }
        return .later(PendingAnswer { try await splice(request) })
    }

    private func splice(_ request: EdgeRequest) async throws -> EdgeAnswer {
        let upgrade = ByteBuffer(string: "GET /devtools HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        do {
            switch try await request.client.splice(toPort: port, sending: upgrade, within: limit) {
            case .taken(let head, let splice):
                events?.yield("taken \(head.status.code)")
                splice.whenOver { report in
                    events?.yield("ended by \(report.endedBy)")
                    reports?.yield(report)
                }
                return replacement ?? EdgeAnswer(head, .splice(splice))
            case .refused(let head, let body):
                return EdgeAnswer(head, .whole(body))
            }
        } catch {
            events?.yield("\(error)")
            return EdgeAnswer(HTTPResponse(status: .badGateway), .whole(ByteBuffer(string: "<no way>")))
        }
    }
}
