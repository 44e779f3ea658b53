import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Edge

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("A server that ends", .timeLimit(.minutes(5)))
struct EdgeServerTests {
    private struct NotWanted: Error {}

    @Test("when its task is cancelled, every connection is closed at once, and nobody waits for answers any more")
    func cancels() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let cancelled = Atomic(false)
        let counter = ConnectionCounter()
        let server = Self.server(counter: counter) { _ in
            .later(
                PendingAnswer { _ in
                    started.yield()
                    return { cancelled.store(true, ordering: .relaxed) }
                })
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { port.yield($0) } }
            let port = try #require(await ports.first { _ in true })
            let idle = try await Self.connect(to: port)
            let waiting = try await Self.connect(to: port)
            try await waiting.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
            for await _ in starts { break }
            await Poll.until(counter.open == 2)
            group.cancelAll()
            try await group.waitForAll()
            #expect(counter.open == 0)
            let isCancelled = cancelled.load(ordering: .relaxed)
            #expect(isCancelled)
            try await idle.closeFuture.get()
            try await waiting.closeFuture.get()
            await #expect(throws: (any Error).self) { try await Self.connect(to: port) }
        }
    }

    @Test("what is thrown when it listens ends it, and its port is free again")
    func failsToStart() async throws {
        let seen = Atomic(0)
        await #expect(throws: NotWanted.self) {
            try await Self.server().run { port in
                seen.store(port, ordering: .relaxed)
                throw NotWanted()
            }
        }
        await #expect(throws: NotWanted.self) {
            try await Self.server(port: seen.load(ordering: .relaxed)).run { _ in throw NotWanted() }
        }
    }

    @Test("a port in use is not listened on")
    func refusesPortInUse() async throws {
        try await TestServer.run { server in
            let error = await #expect(throws: IOError.self) {
                try await Self.server(host: "127.0.0.1", port: server.port).run { _ in }
            }
            #expect(error?.errnoCode == EADDRINUSE)
        }
    }

    private static func server(
        host: String = host, port: Int = 0, counter: ConnectionCounter = ConnectionCounter(),
        responder: @escaping @Sendable (EdgeRequest) -> Answering = TestServer.echo
    ) -> EdgeServer {
        EdgeServer(
            host: host, port: port, responder: TestResponder(answer: responder), connections: counter,
            bodies: ByteBudget(1 << 20), logger: Logger(label: "test"))
    }

    private static func connect(to port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: host, port: port).get()
    }

    /// An address where no other test listens, as far as the system has more than one: a port that comes free stays free there.
    private static var host: String {
        #if os(Linux)
            "127.0.0.2"
        #else
            "127.0.0.1"
        #endif
    }
}
