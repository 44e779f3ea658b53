import NIOCore
import NIOPosix

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
