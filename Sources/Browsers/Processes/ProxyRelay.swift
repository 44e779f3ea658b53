import NIOCore
import NIOPosix
import Synchronization

/// A proxy on this machine that passes everything on to another one, and says the name and the password that it wants.
///
/// A browser takes neither on its command line, and would be asked by each page's first request. The other proxy speaks plain
/// HTTP; each connection carries one request, as only the first one would have the password.
final class ProxyRelay: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private typealias Server = NIOAsyncChannel<Connection, Never>

    /// How many connections there may be at once; a browser has 32 to one proxy.
    private static let mostConnections = 256
    /// How long the head of a request may be, in bytes.
    private static let longestHead = 256 << 10

    /// Where it listens on 127.0.0.1.
    let port: Int
    private let host: String
    private let upstreamPort: Int
    private let authorization: String
    private let channel: any Channel
    private let serving = Mutex<Task<Void, Never>?>(nil)
    private let room = Turns(ProxyRelay.mostConnections)

    /// Listens on a free port.
    init(to proxy: BrowserSetup.Proxy) async throws {
        (host, upstreamPort) = (proxy.host, proxy.port)
        authorization = "Basic \(Base64.encode("\(proxy.username):\(proxy.password)"))"
        let server: Server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in Self.wrapped(channel) }
        channel = server.channel
        port = channel.localAddress?.port ?? 0
        let task = Task(operation: { await self.serve(server) })
        serving.withLock { $0 = task }
    }

    /// Ends it, with all that goes through it.
    func close() {
        serving.withLock { serving in
            serving?.cancel()
            serving = nil
        }
        channel.close(promise: nil)
    }

    private func serve(_ server: Server) async {
        try? await server.executeThenClose { clients in
            await withDiscardingTaskGroup { group in
                do {
                    for try await client in clients {
                        await room.take()
                        group.addTask {
                            await self.pass(client)
                            self.room.pass()
                        }
                    }
                } catch {
                    // It listens no more.
                }
                group.cancelAll()
            }
        }
    }

    private func pass(_ client: Connection) async {
        try? await client.executeThenClose { inbound, outbound in
            var requests = inbound.makeAsyncIterator()
            var received = ByteBuffer()
            var head: ByteBuffer?
            while head == nil, received.readableBytes <= Self.longestHead, let part = try await requests.next() {
                received.writeImmutableBuffer(part)
                head = Self.head(of: received, adding: authorization)
            }
            guard let head else { return }
            guard
                let upstream = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connectTimeout(.seconds(10))
                    .channelOption(.socketOption(.tcp_nodelay), value: 1)
                    .connect(host: host, port: upstreamPort, channelInitializer: { Self.wrapped($0) })
            else {
                try await outbound.write(ByteBuffer(string: "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
                return
            }
            try await upstream.executeThenClose { answers, requestsOut in
                try await requestsOut.write(head)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await part in answers { try await outbound.write(part) }
                    }
                    while let part = try await requests.next() { try await requestsOut.write(part) }
                    group.cancelAll()
                }
            }
        }
    }

    private static func wrapped(_ channel: any Channel) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
    }

    /// The head of a request and what follows it, with the name and password in it; nil if there is more to come.
    static func head(of received: ByteBuffer, adding authorization: String) -> ByteBuffer? {
        let bytes = received.readableBytesView
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = bytes[..<end.lowerBound].split(separator: UInt8(ascii: "\n")).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        let isTunnel = lines.first?.hasPrefix("CONNECT ") ?? false
        let left = lines.filter { line in
            let name = line.prefix { $0 != ":" }.lowercased()
            return !["proxy-authorization", "proxy-connection"].contains(name) && (isTunnel || name != "connection")
        }
        let added = ["Proxy-Authorization: \(authorization)"] + (isTunnel ? [] : ["Connection: close"])
        var head = ByteBuffer(string: (left + added).joined(separator: "\r\n") + "\r\n\r\n")
        head.writeBytes(bytes[end.upperBound...])
        return head
    }
}

/// Bytes as text (RFC 4648, 4).
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...3 {
                encoded.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
