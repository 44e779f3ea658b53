public import HTTPTypes

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
    /// Begins what leads to the answer. Called once, on the event loop of the connection.
    ///
    /// `deliver` is called once at most, from any thread: with the answer, or with nil to close the connection without one.
    /// Returns what is called when nobody waits for the answer any longer, perhaps after it was delivered.
    public let begin: @Sendable (_ deliver: @escaping @Sendable (EdgeAnswer?) -> Void) -> (@Sendable () -> Void)

    /// An answer that `begin` leads to.
    public init(
        begin: @escaping @Sendable (_ deliver: @escaping @Sendable (EdgeAnswer?) -> Void) -> (@Sendable () -> Void)
    ) {
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
