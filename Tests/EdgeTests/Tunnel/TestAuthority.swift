import Edge
import HTTPTypes
import NIOCore

/// Grants tunnels to one port of the loopback interface, to those who bring credentials.
struct TestAuthority: TunnelAuthority {
    let port: Int
    /// Says what happened, for tests that wait for it.
    var events: AsyncStream<String>.Continuation?
    /// Grants without having dialled.
    var skipsDialling = false
    /// The answer once the target is dialled.
    var grant = HTTPResponse.Status.ok
    /// What becomes of the connection once the target is dialled, in place of the answer.
    var fault: ConnectionFault?

    func answer(
        _ head: HTTPRequest, from client: EdgeClient,
        dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        events?.yield("asked \(head.authority ?? "")")
        guard head.headerFields[.proxyAuthorization] == "Basic b2s6" else {
            return EdgeAnswer(
                HTTPResponse(
                    status: .proxyAuthenticationRequired,
                    headerFields: [.proxyAuthenticate: "Basic realm=\"test\""]),
                .whole(ByteBuffer(string: "<who?>")))
        }
        guard !skipsDialling else { return answer(.ok, "") }
        do {
            try await dial(TunnelTarget(host: "127.0.0.1", port: port))
        } catch {
            events?.yield("failed \(error)")
            return answer(.badGateway, "<no way>")
        }
        events?.yield("dialled")
        if let fault { return EdgeAnswer(HTTPResponse(status: grant), .fault(fault)) }
        return answer(grant, "<granted>")
    }

    private func answer(_ status: HTTPResponse.Status, _ body: String) -> EdgeAnswer {
        EdgeAnswer(HTTPResponse(status: status), .whole(ByteBuffer(string: body)))
    }
}
