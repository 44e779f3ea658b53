import Edge
import FoundationEssentials
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The one port as a service.
struct Listener: Service {
    private let server: EdgeServer
    private let address: ListeningAddress
    private let port: Int
    private let whenListening: @Sendable (Int) async throws -> Void

    /// - Parameters:
    ///   - bodies: what bodies may take together.
    ///   - tunnels: decides about CONNECTs.
    ///   - tls: has the certificates.
    ///   - whenListening: called once with the port that is listened on.
    init(
        responder: any EdgeResponder, address: ListeningAddress, port: Int, limits: EdgeLimits,
        connections: ConnectionCounter, bodies: ByteBudget, tunnels: any TunnelAuthority,
        tls: any TLSAuthority, logger: Logger,
        whenListening: @escaping @Sendable (Int) async throws -> Void
    ) {
        server = EdgeServer(
            host: address.host, port: port, responder: responder, limits: limits, connections: connections,
            bodies: bodies, tunnels: tunnels, tls: tls, logger: logger)
        self.address = address
        self.port = port
        self.whenListening = whenListening
    }

    func run() async throws {
        do {
            try await server.run(whenListening: whenListening)
        } catch let error as IOError {
            throw refusal(error)
        } catch is SocketAddressError.UnknownHost {
            throw StartRefusal("there is no host \(address.host) to listen on")
        }
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
