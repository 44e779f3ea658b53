public import HTTPTypes
public import NIOCore

/// Answers the requests of connections.
public protocol EdgeResponder: Sendable {
    /// What the body of any request may have, in bytes: one that announces no more is not asked about.
    var usualBodyLimit: Int { get }

    /// The most bytes that the body of a request may have; asked when its head is there, if a body follows.
    func bodyLimit(for head: HTTPRequest, from client: EdgeClient) -> Int

    /// Answers a request. Runs on the event loop of its connection, where many others wait meanwhile: what may take longer
    /// than a millisecond or two, or waits for anything, is an answer for later.
    func respond(to request: EdgeRequest) -> Answering
}

extension EdgeResponder {
    /// Nothing: each is asked about.
    public var usualBodyLimit: Int { 0 }

    /// The most bytes that a body may have of which the head has announced so much.
    func bodyLimit(for head: HTTPRequest, announcing body: RequestTraits.Body, from client: EdgeClient) -> Int {
        switch body {
        case .bytes(0): 0
        case .bytes(let length) where length <= usualBodyLimit: usualBodyLimit
        case .bytes, .chunked: bodyLimit(for: head, from: client)
        }
    }
}

/// An answer that is there, or one that comes.
public enum Answering: Sendable {
    /// It is there.
    case now(EdgeAnswer)
    /// It comes.
    case later(PendingAnswer)
}

/// An answer that comes later, from wherever.
public struct PendingAnswer: Sendable {
    /// Begins what leads to the answer, and says where that goes. Called once, on the event loop of the connection.
    ///
    /// Returns what is called when nobody waits for the answer any longer, perhaps after it was delivered.
    public let begin: @Sendable (_ deliver: AnswerRecipient) -> (@Sendable () -> Void)

    /// An answer that `begin` leads to.
    public init(begin: @escaping @Sendable (_ deliver: AnswerRecipient) -> (@Sendable () -> Void)) {
        self.begin = begin
    }

    /// An answer that a task makes, which is cancelled when nobody waits for it any longer. One that throws closes the
    /// connection.
    public init(of task: @escaping @Sendable () async throws -> EdgeAnswer) {
        begin = { deliver in
            // Not loose: whoever begins it holds what ends it.
            let running = Task(operation: { deliver(try? await task()) })
            return { running.cancel() }
        }
    }
}

/// Whoever waits for an answer; told once at most, from any thread.
public struct AnswerRecipient: Sendable {
    private let receiver: NIOLoopBound<any AnswerReceiver>
    private let turn: Int

    /// The connection or the stream, which waits for the answer of this turn; on its event loop.
    init(_ receiver: any AnswerReceiver, turn: Int, on eventLoop: any EventLoop) {
        self.receiver = NIOLoopBound(receiver, eventLoop: eventLoop)
        self.turn = turn
    }

    /// The event loop that the answer is made on.
    public var eventLoop: any EventLoop { receiver.eventLoop }

    /// The answer is there; with nil, the connection is closed without one.
    public func callAsFunction(_ answer: EdgeAnswer?) {
        if receiver.eventLoop.inEventLoop, receiver.value.isServing {
            return receiver.value.deliver(answer, turn: turn)
        }
        // In its turn: whoever delivers may be in the middle of something, such as the answer of another connection.
        receiver.eventLoop.execute { receiver.value.deliver(answer, turn: turn) }
    }

    /// The answer is made at once, whether or not anybody waits any longer: for whoever is on that event loop and in the middle of
    /// nothing else there.
    public func callAsFunction(makingNow answer: () -> EdgeAnswer) { receiver.value.deliver(answer(), turn: turn) }
}

/// A connection or a stream, for whoever answers its requests; on its event loop.
protocol AnswerReceiver: AnyObject {
    /// Whether it is in the middle of handing a request on: what comes of that may be told at once.
    var isServing: Bool { get }
    /// The answer of the request in this turn is there; nil if there is none. Too late, or once more, it is nobody's.
    func deliver(_ answer: EdgeAnswer?, turn: Int)
}
