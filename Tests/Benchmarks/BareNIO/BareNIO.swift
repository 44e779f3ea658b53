import NIOCore
import NIOHTTP1
import NIOPosix

/// The floor: SwiftNIO's own HTTP/1.1 server pipeline with one handler that answers a fixed JSON body.
///
/// Usage: `BenchmarkBareNIO PORT`. Every path and method gets the same answer.
@main
struct BareNIO {
    static func main() async throws {
        guard let port = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }) else {
            throw ChannelError.operationUnsupported
        }
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(GreetingHandler())
                }
            }
        let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
        try await channel.closeFuture.get()
    }
}
