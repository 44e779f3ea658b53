import Edge
import FoundationEssentials
import HTTPTypes
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
    private let address: ListeningAddress
    private let port: Int
    private let limits: EdgeLimits
    private let connections: ConnectionCounter
    private let logger: Logger
    private let whenListening: @Sendable (Int) async throws -> Void

    /// - Parameter whenListening: called once with the port that is listened on.
    init(
        dispatcher: Dispatcher, address: ListeningAddress, port: Int, limits: EdgeLimits,
        connections: ConnectionCounter,
        logger: Logger, whenListening: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.dispatcher = dispatcher
        self.address = address
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
            configuration: ServerConfiguration(address: .hostname(address.host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { [dispatcher, logger] request, writer, channel in
            let answer: EdgeAnswer
            // Whatever becomes of the request: what was kept for it is given back here.
            var charge = ByteCharge(dispatcher.bodies.budget)
            defer { charge.giveBack() }
            do {
                let client = ClientPresence(channel)
                // Our own address is asked for only where it matters, because that takes a lock.
                let needsLocal = request.head.authority == nil || Dispatcher.isControl(request.head)
                let ends = ConnectionEnds(
                    remote: channel.remoteAddress, local: needsLocal ? channel.localAddress : nil)
                answer = try await dispatcher.respond(
                    to: request, over: ends, client: ClientWatch(untilGone: client.untilGone), charging: &charge)
            } catch {
                // The connection broke while the body came in, or the service stops: there is nobody to answer.
                logger.debug("request abandoned", metadata: ["error": "\(error)"])
                throw error
            }
            try await answer.send(with: writer, on: channel)
        } onServerRunning: { [whenListening, failure, logger] channel in
            do {
                try await AcceptHandler.guarding(channel, logger: logger).get()
                try await whenListening(channel.localAddress?.port ?? 0)
            } catch {
                failure.note(error)
                channel.close(promise: nil)
            }
        }
        do {
            try await server.run()
        } catch let error as IOError {
            throw refusal(error)
        } catch is SocketAddressError.UnknownHost {
            throw StartRefusal("there is no host \(address.host) to listen on")
        }
        try failure.check()
    }

    /// Why there is nothing to listen on, in words.
    private func refusal(_ error: IOError) -> StartRefusal {
        switch error.errnoCode {
        case EADDRINUSE: StartRefusal("port \(port) on \(address.host) is in use; --port 0 takes any free one")
        case EACCES: StartRefusal("port \(port) on \(address.host) may not be used by this user")
        case EADDRNOTAVAIL: StartRefusal("\(address.host) is no address of this machine")
        default:
            StartRefusal("cannot listen on port \(port) on \(address.host): \(SystemWords.of(error.errnoCode))")
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
