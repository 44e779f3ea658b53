import Synchronization

/// Where a client's connection leads from now on, where a good answer takes up the WebSocket that it offers: to a server on this
/// machine that speaks it. An object, because nearly no answer has one.
public final class Attachment: Sendable {
    /// The id of what the client is attached to.
    public let subject: String
    /// The server's port on 127.0.0.1.
    public let port: Int
    /// What is asked for there.
    public let path: String
    private let enter: @Sendable () -> Bool
    private let leave: @Sendable () -> Void
    private let follow: @Sendable (@escaping @Sendable () -> Void) -> @Sendable () -> Void

    /// A way to a server.
    ///
    /// - Parameters:
    ///   - enter: takes one of the places that there are for clients; false if there is none left.
    ///   - leave: gives it back.
    ///   - follow: calls what it is given when the server is about to end; returns what takes that back.
    public init(
        to subject: String, port: Int, path: String, enter: @escaping @Sendable () -> Bool,
        leave: @escaping @Sendable () -> Void,
        follow: @escaping @Sendable (@escaping @Sendable () -> Void) -> @Sendable () -> Void
    ) {
        self.subject = subject
        self.port = port
        self.path = path
        self.enter = enter
        self.leave = leave
        self.follow = follow
    }

    /// Takes a place for the client. False if there is none left.
    public func begin() -> Bool { enter() }

    /// The client has left, or never came: its place is free. Called once after `begin`.
    public func end() { leave() }

    /// Calls `cut` when what the client is attached to is about to end, perhaps at once. Returns what takes that back.
    public func whenEnding(_ cut: @escaping @Sendable () -> Void) -> @Sendable () -> Void { follow(cut) }

    /// The most clients that are attached to one browser. Ours.
    public static let mostClients = 8
}

/// Somebody who watches what an answer streams, for as long as the stream lasts: its pieces hold on to this.
public final class Viewing: Sendable {
    /// What is watched.
    public let attachment: Attachment
    private let departure = Mutex<(@Sendable () -> Void)?>(nil)

    /// Somebody who watches the session or browser of this id. There is a place for whoever has come so far.
    public init(of subject: String) {
        attachment = Attachment(to: subject, port: 0, path: "", enter: { true }, leave: {}, follow: { _ in {} })
    }

    deinit {
        departure.withLock { $0 }?()
    }

    /// Calls `leave` once the stream is over, however it ended.
    public func whenOver(_ leave: @escaping @Sendable () -> Void) {
        departure.withLock { $0 = leave }
    }
}
