import HTTPTypes
public import NIOCore
import NIOPosix

extension EdgeClient {
    /// Opens the way to a server on this machine, asks it to take this client's upgrade, and waits for its answer.
    ///
    /// - Parameters:
    ///   - port: on 127.0.0.1.
    ///   - request: the whole upgrade request.
    ///   - limit: how long to connect and the answer may take.
    public func splice(
        toPort port: Int, sending request: ByteBuffer, within limit: Duration
    ) async throws(SpliceFailure) -> SpliceAnswer {
        let client = channel
        let answered = client.eventLoop.makePromise(of: SpliceAnswer.self)
        let dialled = client.eventLoop.makePromise(of: (any Channel).self)
        // On the client's event loop, so that the two connections can hand bytes to each other.
        ClientBootstrap(group: client.eventLoop)
            .connectTimeout(TimeAmount(limit))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // DevTools clients may be silent for hours: nothing but an end ends it.
                    let tunnel = Tunnel(idleTimeout: .nanoseconds(.max), endsTogether: true)
                    try channel.pipeline.syncOperations.addHandlers(
                        SpliceAnswerHandler(request, within: TimeAmount(limit), tunnel: tunnel, answered: answered),
                        TunnelHandler(tunnel: tunnel, end: .target))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .cascade(to: dialled)
        dialled.futureResult.whenFailure { answered.fail(SpliceFailure($0)) }
        client.closeFuture.whenComplete { _ in answered.fail(SpliceFailure.cancelled) }
        // Whoever gives up before the answer leaves no connection behind.
        answered.futureResult.and(dialled.futureResult).whenFailure { _ in
            dialled.futureResult.whenSuccess { $0.close(promise: nil) }
        }
        do {
            return try await withTaskCancellationHandler {
                try await answered.futureResult.get()
            } onCancel: {
                answered.fail(SpliceFailure.cancelled)
            }
        } catch {
            throw SpliceFailure(error)
        }
    }
}

/// Sends an upgrade request to a server and reads its answer: the head, and of a refusal the body. Behind the head of one that
/// takes the upgrade it hands everything to the tunnel, and leaves.
private final class SpliceAnswerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: ByteBuffer
    private let limit: TimeAmount
    private let tunnel: Tunnel
    private let answered: EventLoopPromise<SpliceAnswer>
    private var timer: Scheduled<Void>?
    private var bytes = ByteBuffer()
    private var refusal: HTTPResponse?
    private var isDone = false

    init(_ request: ByteBuffer, within limit: TimeAmount, tunnel: Tunnel, answered: EventLoopPromise<SpliceAnswer>) {
        self.request = request
        self.limit = limit
        self.tunnel = tunnel
        self.answered = answered
    }

    func channelActive(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { [weak self] in
            self?.fail(.timedOut, context)
        }
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
        // The tunnel holds its own reads until it is spliced.
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        if refusal == nil { readHead(context) }
        if let refusal, bytes.readableBytes >= refusal.bodyLength ?? Self.longestBody { refuse(refusal, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if !isDone { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { end(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(SpliceFailure(error), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    private func readHead(_ context: ChannelHandlerContext) {
        guard let length = bytes.headLength else {
            if bytes.readableBytes > Self.longestHead { fail(.noAnswer, context) }
            return
        }
        let head = bytes.readSlice(length: length) ?? ByteBuffer()
        guard let response = HTTPResponse(head: String(buffer: head)) else { return fail(.noAnswer, context) }
        guard response.status.code == 101 else {
            refusal = response
            return
        }
        finish()
        let end = SpliceEnd()
        tunnel.greet(with: head, end: end)
        if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
        let splice = Splice(context.channel, end: end)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        answered.succeed(.taken(response, splice))
    }

    /// The server sends no more.
    private func end(_ context: ChannelHandlerContext) {
        guard !isDone else { return }
        if let refusal { refuse(refusal, context) } else { fail(.noAnswer, context) }
    }

    private func refuse(_ refusal: HTTPResponse, _ context: ChannelHandlerContext) {
        finish()
        let length = min(refusal.bodyLength ?? bytes.readableBytes, bytes.readableBytes, Self.longestBody)
        answered.succeed(.refused(refusal, bytes.readSlice(length: length) ?? ByteBuffer()))
        context.close(promise: nil)
    }

    private func fail(_ failure: SpliceFailure, _ context: ChannelHandlerContext) {
        guard !isDone else { return }
        finish()
        answered.fail(failure)
        context.close(promise: nil)
    }

    private func finish() {
        isDone = true
        timer?.cancel()
    }

    /// The most bytes of a head, and of a refusal's body. Ours.
    private static let (longestHead, longestBody) = (16 * 1024, 64 * 1024)
}

extension ByteBuffer {
    /// The bytes of a head with the empty line behind it; nil if that has not come.
    fileprivate var headLength: Int? {
        let end = Array("\r\n\r\n".utf8)
        let view = readableBytesView
        guard view.count >= end.count else { return nil }
        for start in view.startIndex...(view.endIndex - end.count) where view[start...].starts(with: end) {
            return start - view.startIndex + end.count
        }
        return nil
    }
}

extension HTTPResponse {
    /// Reads a head with its lines' ends; nil if it is none.
    fileprivate init?(head: String) {
        let lines = head.split(separator: "\r\n" as Character)
        guard let first = lines.first else { return nil }
        let words = first.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let code = Int(words[1]), (100...599).contains(code)
        else { return nil }
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                return nil
            }
            fields.append(HTTPField(name: name, value: String(line[line.index(after: colon)...].drop { $0 == " " })))
        }
        self.init(
            status: HTTPResponse.Status(code: code, reasonPhrase: words.count > 2 ? String(words[2]) : ""),
            headerFields: fields)
    }

    /// What its head says of its body; nil if that ends with the connection.
    fileprivate var bodyLength: Int? { headerFields[.contentLength].flatMap(Int.init).map { max($0, 0) } }
}
