import Edge
import FoundationEssentials
import HummingbirdCore
import KernelHTTP
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The one port as a service: our own child channel, and the dispatcher behind it.
struct Listener: Service, CustomStringConvertible {
    private let dispatcher: Dispatcher
    private let host: String
    private let port: Int
    private let limits: EdgeLimits
    private let connections: ConnectionCounter
    private let logger: Logger
    private let whenListening: @Sendable (Int) async throws -> Void

    /// - Parameter whenListening: called once with the port that is listened on.
    init(
        dispatcher: Dispatcher, host: String, port: Int, limits: EdgeLimits, connections: ConnectionCounter,
        logger: Logger, whenListening: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.dispatcher = dispatcher
        self.host = host
        self.port = port
        self.limits = limits
        self.connections = connections
        self.logger = logger
        self.whenListening = whenListening
    }

    /// The service group asks for a name, and would look through all our fields for one.
    var description: String { "listener" }

    func run() async throws {
        let failure = FailureBox()
        let tunnels = TunnelDispatcher(dispatcher: dispatcher)
        let server = try HTTPServerBuilder {
            EdgeChannel(responder: $0, limits: limits, connections: connections, tunnels: tunnels)
        }.buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { [dispatcher, logger] request, writer, channel in
            let answer: EdgeAnswer
            do {
                let client = ClientPresence(channel)
                answer = try await dispatcher.respond(
                    to: request, from: channel.remoteAddress, client: ClientWatch(untilGone: client.untilGone))
            } catch {
                // The connection broke while the body came in, or the service stops: there is nobody to answer.
                logger.debug("request abandoned", metadata: ["error": "\(error)"])
                throw error
            }
            try await answer.send(with: writer, on: channel)
        } onServerRunning: { [whenListening, failure] channel in
            do {
                try await whenListening(channel.localAddress?.port ?? 0)
            } catch {
                failure.note(error)
                channel.close(promise: nil)
            }
        }
        do { try await server.run() } catch let error as IOError { throw refusal(error) }
        try failure.check()
    }

    /// Why there is nothing to listen on, in words.
    private func refusal(_ error: IOError) -> StartRefusal {
        switch error.errnoCode {
        case EADDRINUSE: StartRefusal("port \(port) on \(host) is in use; --port 0 takes any free one")
        case EACCES: StartRefusal("port \(port) on \(host) may not be used by this user")
        case EADDRNOTAVAIL: StartRefusal("\(host) is no address of this machine")
        default: StartRefusal("cannot listen on \(host):\(port): \(error)")
        }
    }
}

/// Carries an error out of a callback that cannot throw.
private final class FailureBox: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func note(_ error: any Error) {
        self.error.withLock { $0 = error }
    }

    /// Throws what was noted.
    func check() throws {
        if let error = error.withLock({ $0 }) { throw error }
    }
}
