import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization

/// Answers CONNECTs as the authority decides.
struct TunnelResponder: Sendable {
    let authority: any TunnelAuthority
    let limits: EdgeLimits
    /// The tunnels that are open.
    let tunnels: ConnectionCounter

    /// Has the authority decide about a CONNECT, in a task that dials for it.
    ///
    /// - Parameters:
    ///   - client: The connection on which it came.
    ///   - deliver: Called once, from anywhere.
    func decide(
        _ head: HTTPRequest, from client: EdgeClient, deliver: @escaping @Sendable (TunnelDecision) -> Void
    ) -> Task<Void, Never> {
        Task(operation: {
            let dialer = TunnelDialer(client: client.channel, limits: limits, tunnels: tunnels)
            defer { dialer.hangUp() }
            do {
                let answer = try await authority.answer(head, from: client) { target throws(TunnelFailure) in
                    try await dialer.dial(target)
                }
                if !answer.opensTunnel {
                    deliver(.answer(answer))
                } else if let target = dialer.take() {
                    deliver(.tunnel(to: target))
                } else {
                    deliver(.answer(EdgeAnswer(HTTPResponse(status: .internalServerError), .whole(ByteBuffer()))))
                }
            } catch {
                deliver(.none)
            }
        })
    }
}

/// What becomes of a CONNECT.
enum TunnelDecision: Sendable {
    /// A tunnel. Whoever gets this closes the target if nothing comes of it.
    case tunnel(to: any Channel)
    case answer(EdgeAnswer)
    /// The connection is closed without an answer.
    case none
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
