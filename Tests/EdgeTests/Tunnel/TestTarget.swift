import NIOCore
import NIOPosix

/// A TCP server on a free port of the loopback interface that tunnels can lead to, for the time of one test.
enum TestTarget {
    typealias Service =
        @Sendable (
            inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) async throws -> Void

    /// Listens, serves each connection, which is closed afterwards, and runs the body with the port.
    static func run(
        serving service: @escaping Service = TestTarget.echo, body: @Sendable (Int) async throws -> Void
    ) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { connections in
                    try await listener.executeThenClose { inbound in
                        for try await connection in inbound {
                            connections.addTask {
                                // A test may cut the connection at any time.
                                try? await connection.executeThenClose { inbound, outbound in
                                    var bytes = inbound.makeAsyncIterator()
                                    try await service(&bytes, outbound)
                                }
                            }
                        }
                    }
                }
            }
            try await body(listener.channel.localAddress?.port ?? 0)
            group.cancelAll()
        }
    }

    /// Sends everything back, and its end after the client's.
    static let echo: Service = { bytes, outbound in
        while let next = try await bytes.next() { try await outbound.write(next) }
        outbound.finish()
    }
}

/// A port of the loopback interface at which attempts to connect are neither accepted nor refused, for the time of one
/// test. Now and then the system lets one more in.
enum DeafTarget {
    static func run(body: @Sendable (Int) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        // Accepts nothing, so that a few connections fill its queue and the next ones wait.
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        let bootstrap = ClientBootstrap(group: group).connectTimeout(.milliseconds(50))
        var waiting: [any Channel] = []
        var failures = 0
        while failures < 3 {
            do {
                waiting.append(try await bootstrap.connect(host: "127.0.0.1", port: port).get())
            } catch {
                failures += 1
            }
        }
        try await body(port)
        for channel in waiting { try? await channel.close() }
        try await listener.close()
    }
}
