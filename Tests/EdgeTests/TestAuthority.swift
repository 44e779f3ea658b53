import Edge
import HTTPTypes
import HummingbirdCore
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

    func answer(
        _ head: HTTPRequest, dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> Response {
        events?.yield("asked \(head.authority ?? "")")
        guard head.headerFields[.proxyAuthorization] == "Basic b2s6" else {
            return Response(
                status: .proxyAuthenticationRequired, headers: [.proxyAuthenticate: "Basic realm=\"test\""],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<who?>")))
        }
        guard !skipsDialling else { return Response(status: .ok) }
        do {
            try await dial(TunnelTarget(host: "127.0.0.1", port: port))
        } catch {
            events?.yield("failed \(error)")
            return Response(status: .badGateway, body: ResponseBody(byteBuffer: ByteBuffer(string: "<no way>")))
        }
        events?.yield("dialled")
        return Response(status: grant, body: ResponseBody(byteBuffer: ByteBuffer(string: "<granted>")))
    }
}
