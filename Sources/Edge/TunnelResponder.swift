import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers CONNECTs as the authority decides, and other requests as the next responder does.
struct TunnelResponder: Sendable {
    let authority: any TunnelAuthority
    let limits: EdgeLimits
    let tunnels: ConnectionCounter
    let next: EdgeChannel.Responder

    /// Answers a request; a tunnel that was granted has ended when this returns.
    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        guard request.method == .connect else { return try await next(request, writer, channel) }
        let line = TunnelLine(client: channel, limits: limits, tunnels: tunnels)
        defer { line.hangUp() }

        let answer = try await authority.answer(request.head) { target throws(TunnelFailure) in
            try await line.dial(target)
        }
        guard answer.opensTunnel else { return try await answer.send(with: writer, on: channel) }
        guard let target = line.take() else {
            let failure = EdgeAnswer(HTTPResponse(status: .internalServerError), .whole(ByteBuffer()))
            return try await failure.send(with: writer, on: channel)
        }
        do {
            try await channel.triggerUserOutboundEvent(TunnelOpening(target: target))
        } catch {
            target.close(promise: nil)
            throw error
        }
        try await channel.closeFuture.get()
    }
}
