import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOPosix
import Synchronization

/// Answers CONNECTs as the authority decides, and other requests as the next responder does.
struct TunnelResponder: Sendable {
    let authority: any TunnelAuthority
    let limits: EdgeLimits
    let tunnels: ConnectionCounter
    let next: EdgeChannel.Responder

    /// Answers a request; a tunnel that was granted has ended when this returns.
    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        guard request.method == .connect else { return try await next(request, writer, channel) }
        let dialer = TunnelDialer(client: channel, limits: limits, tunnels: tunnels)
        defer { dialer.hangUp() }

        let answer = try await authority.answer(request.head) { target throws(TunnelFailure) in
            try await dialer.dial(target)
        }
        guard answer.opensTunnel else { return try await answer.send(with: writer, on: channel) }
        guard let target = dialer.take() else {
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

/// The way from one CONNECT to its target, while the answer is being decided.
private final class TunnelDialer: Sendable {
    private let client: any Channel
    private let limits: EdgeLimits
    private let tunnels: ConnectionCounter
    private let target = Mutex<(any Channel)?>(nil)

    /// - Parameters:
    ///   - client: The connection on which the CONNECT came.
    ///   - tunnels: Counts the targets that are connected.
    init(client: any Channel, limits: EdgeLimits, tunnels: ConnectionCounter) {
        self.client = client
        self.limits = limits
        self.tunnels = tunnels
    }

    /// Connects to a target, in place of the one before.
    func dial(_ address: TunnelTarget) async throws(TunnelFailure) {
        hangUp()
        guard tunnels.opened() <= limits.maxTunnels else {
            tunnels.closed()
            throw .tooManyTunnels
        }
        let channel: any Channel
        do {
            channel = try await connect(to: address)
        } catch {
            tunnels.closed()
            throw TunnelFailure(error)
        }
        channel.closeFuture.whenComplete { [tunnels] _ in tunnels.closed() }
        replace(with: channel)?.close(promise: nil)
    }

    /// Hands the target over.
    func take() -> (any Channel)? {
        replace(with: nil)
    }

    /// Closes the target, if there is one.
    func hangUp() {
        replace(with: nil)?.close(promise: nil)
    }

    private func replace(with next: (any Channel)?) -> (any Channel)? {
        target.withLock { target in
            defer { target = next }
            return target
        }
    }

    /// Ends early, with an error, when the client's connection is closed or the task is cancelled.
    private func connect(to address: TunnelTarget) async throws -> any Channel {
        let connected = client.eventLoop.makePromise(of: (any Channel).self)
        client.closeFuture.whenComplete { _ in connected.fail(TunnelFailure.connectionEnded) }
        // On the client's event loop, so that the two connections can hand bytes to each other.
        ClientBootstrap(group: client.eventLoop)
            .connectTimeout(TimeAmount(limits.dialTimeout))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { [idleTimeout = limits.idleTimeout] channel in
                channel.eventLoop.makeCompletedFuture {
                    let tunnel = Tunnel(idleTimeout: TimeAmount(idleTimeout))
                    try channel.pipeline.syncOperations.addHandler(TunnelHandler(tunnel: tunnel, end: .target))
                }
            }
            .connect(host: address.host, port: address.port)
            .whenComplete { [client] result in
                switch result {
                case .success(let channel) where client.isActive: connected.succeed(channel)
                case .success(let channel): channel.close(promise: nil)
                case .failure(let error): connected.fail(error)
                }
            }
        return try await withTaskCancellationHandler {
            try await connected.futureResult.get()
        } onCancel: { [client] in
            client.close(promise: nil)
        }
    }
}
