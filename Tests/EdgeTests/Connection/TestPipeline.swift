import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Edge

/// The pipeline of a connection without a socket, in time that only passes when a test says so.
struct TestPipeline {
    private let channel: EmbeddedChannel
    private let exchanges = TestExchanges()
    private let watch = ReadWatch()

    /// - Parameter responder: answers, or returns nil to have the answer wait until a test gives it.
    init(
        limits: EdgeLimits = EdgeLimits(), bodyLimit: Int = 1024 * 1024, bodies: ByteBudget = ByteBudget(1 << 30),
        responder: (@Sendable (EdgeRequest) -> Answering?)? = nil
    ) throws {
        channel = EmbeddedChannel()
        let environment = Self.environment(limits: limits, bodyLimit: bodyLimit, bodies: bodies) {
            [exchanges] request in
            exchanges.note(request)
            return responder?(request) ?? exchanges.wait()
        }
        try channel.pipeline.syncOperations.addHandler(watch)
        try ConnectionHandler.add(to: channel, environment)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    static func environment(
        limits: EdgeLimits = EdgeLimits(), bodyLimit: Int = 1024 * 1024, bodies: ByteBudget = ByteBudget(1 << 30),
        responder: @escaping @Sendable (EdgeRequest) -> Answering
    ) -> ConnectionEnvironment {
        ConnectionEnvironment(
            responder: TestResponder(bodyLimit: bodyLimit, answer: responder), limits: limits, bodies: bodies,
            tunnels: nil, tls: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var isOpen: Bool { channel.isActive }

    /// The bodies of the requests that the responder was given.
    var requests: [String] { exchanges.requests }

    /// How many answers are not waited for any more.
    var cancelled: Int { exchanges.cancelled }

    /// Seconds since the connection was made.
    var seconds: Int64 { Int64((channel.embeddedEventLoop.now - .uptimeNanoseconds(0)).nanoseconds / 1_000_000_000) }

    func advance(seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    /// Hands bytes in, and asks for more as a socket's channel does.
    func send(_ text: String) throws {
        try sendWithinTurn(text)
        channel.embeddedEventLoop.run()
        watch.last = .held
        channel.read()
    }

    /// Hands bytes in while the loop has more to do.
    func sendWithinTurn(_ text: String) throws {
        channel.read()
        try channel.writeInbound(ByteBuffer(string: text))
    }

    /// Answers the oldest request.
    func answer(_ text: String = "") {
        deliver(.text(text))
    }

    /// Delivers an answer, or nil, to the newest request that the responder was given, or an earlier one.
    func deliver(_ answer: EdgeAnswer?, to index: Int? = nil) {
        exchanges.deliver(answer, to: index)
        channel.embeddedEventLoop.run()
    }

    /// Whether the client takes what is written.
    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
        channel.embeddedEventLoop.run()
    }

    func hangUp() throws {
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    /// The client sends no more, or the server wants to stop.
    func trigger(_ event: any Sendable) {
        channel.pipeline.fireUserInboundEventTriggered(event)
    }

    /// What became of the last wish to read.
    var reads: ReadWatch.Outcome { watch.last }

    /// What was written since the last call, write by write.
    func readWrites() throws -> [String] {
        var writes: [String] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { writes.append(String(buffer: bytes)) }
        return writes
    }

    /// All that was written since the last call.
    func readWritten() throws -> String {
        try readWrites().joined()
    }
}

/// Stands before a connection's handlers and sees whether they let the channel read.
final class ReadWatch: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    enum Outcome {
        case held
        case passed
    }

    var last = Outcome.held

    func read(context: ChannelHandlerContext) {
        last = .passed
        context.read()
    }
}

/// The requests that a responder was given, and what becomes of their answers.
private final class TestExchanges: Sendable {
    private struct State {
        var requests: [String] = []
        var deliveries: [AnswerRecipient] = []
        var cancelled = 0
    }

    private let state = Mutex(State())

    var requests: [String] { state.withLock { $0.requests } }
    var cancelled: Int { state.withLock { $0.cancelled } }

    func note(_ request: EdgeRequest) {
        state.withLock { $0.requests.append(request.body.text) }
    }

    func wait() -> Answering {
        .later(
            PendingAnswer { deliver in
                self.state.withLock { $0.deliveries.append(deliver) }
                return { self.state.withLock { $0.cancelled += 1 } }
            })
    }

    func deliver(_ answer: EdgeAnswer?, to index: Int?) {
        let deliver = state.withLock { state in index.map { state.deliveries[$0] } ?? state.deliveries.last }
        deliver?(answer)
    }
}

extension Answering {
    /// An answer that does not come.
    static var never: Answering { .later(PendingAnswer { _ in {} }) }
}
