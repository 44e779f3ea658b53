import Kernel
import NIOCore
import NIOPosix
import Synchronization

/// A customer's receiver: notes what comes, and answers as it is told.
final class WebhookReceiver: Sendable {
    /// One delivery as it came.
    struct Delivery: Sendable {
        let path: String
        /// The headers as they were written, in order.
        let headers: [(name: String, value: String)]
        let body: String

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

        /// The body as JSON.
        var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }
    }

    /// What a delivery is answered with: a status, text of any kind, or nothing at all.
    enum Answer: Sendable {
        case status(Int)
        case raw(String)
        case nothing
        case hangUp
    }

    let port: Int
    private let channel: any Channel
    private let log: DeliveryLog

    /// Runs `body` with a receiver that answers the delivery of this index (from 0) at its path as `answer` says.
    static func run<Outcome: Sendable>(
        answering answer: @escaping @Sendable (_ path: String, _ index: Int) -> Answer = { _, _ in .status(200) },
        _ body: @escaping @Sendable (WebhookReceiver) async throws -> Outcome
    ) async throws -> Outcome {
        let receiver = try await WebhookReceiver(answer)
        do {
            let outcome = try await body(receiver)
            try await receiver.channel.close()
            return outcome
        } catch {
            try await receiver.channel.close()
            throw error
        }
    }

    private init(_ answer: @escaping @Sendable (String, Int) -> Answer) async throws {
        let log = DeliveryLog()
        self.log = log
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DeliveryHandler(log: log, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// The address of a path at this receiver.
    func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// What has come, at one path or at all of them.
    func deliveries(_ path: String? = nil) -> [Delivery] {
        log.all.withLock { $0 }.filter { path == nil || $0.path == path }
    }

    /// Returns when so many have come. The test's time limit ends it.
    func wait(for count: Int, at path: String? = nil) async -> [Delivery] {
        while true {
            let found = deliveries(path)
            if found.count >= count { return found }
            await Task.yield()
        }
    }
}

/// What has come, shared by all connections.
private final class DeliveryLog: Sendable {
    let all = Mutex<[WebhookReceiver.Delivery]>([])

    /// Notes one; returns how many had come to its path before.
    func add(_ delivery: WebhookReceiver.Delivery) -> Int {
        all.withLock { all in
            defer { all.append(delivery) }
            return all.count { $0.path == delivery.path }
        }
    }
}

/// Reads one request and answers it.
private final class DeliveryHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let log: DeliveryLog
    private let answer: @Sendable (String, Int) -> WebhookReceiver.Answer
    private var text = ""

    init(log: DeliveryLog, answer: @escaping @Sendable (String, Int) -> WebhookReceiver.Answer) {
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let delivery = Self.delivery(in: text) else { return }
        text = ""
        switch answer(delivery.path, log.add(delivery)) {
        case .status(let code):
            let head = "HTTP/1.1 \(code) Status\r\nContent-Length: 2\r\nX-Receiver: test\r\n\r\nok"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
        case .raw(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .nothing: break
        case .hangUp: context.close(promise: nil)
        }
    }

    /// The request, once all of it has come.
    private static func delivery(in text: String) -> WebhookReceiver.Delivery? {
        // Carriage return and line feed are one character.
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        guard let blank = lines.firstIndex(of: "") else { return nil }
        let headers = lines[1..<blank].map { line in
            let sides = line.split(separator: ":", maxSplits: 1)
            return (name: String(sides[0]), value: String((sides.last ?? "").drop { $0 == " " }))
        }
        let body = lines[(blank + 1)...].joined(separator: "\r\n")
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        guard body.utf8.count >= length else { return nil }
        let target = lines[0].split(separator: " ")
        return WebhookReceiver.Delivery(path: target.count > 1 ? String(target[1]) : "", headers: headers, body: body)
    }
}
