import Kernel
import Synchronization

/// What wakes the deliveries of one world, and ends them with it.
final class WorldWebhooks: Sendable {
    /// What a world's deliveries hear of.
    enum News: Sendable {
        /// Something may be due earlier than was known.
        case look
        /// The instant that was waited for has come; others are woken when the permit ends.
        case due(WakePermit?)
        /// A try is over.
        case finished
    }

    private struct Shared {
        var state = WebhookLoopState()
        /// Where the deliveries that run listen.
        var listener: AsyncStream<News>.Continuation?
    }

    private let shared = Mutex(Shared())

    /// Something may be due. Returns whether somebody has to begin with the deliveries.
    func wake() -> Bool {
        let (wake, listener) = shared.withLock { ($0.state.wake(), $0.listener) }
        if wake == .tell { listener?.yield(.look) }
        return wake == .begin
    }

    /// Begins to listen; nil if the world was swapped meanwhile.
    func listen() -> (news: AsyncStream<News>, tell: AsyncStream<News>.Continuation)? {
        let (news, tell) = AsyncStream.makeStream(of: News.self)
        return shared.withLock { shared in
            guard shared.state.look() else { return nil }
            shared.listener = tell
            return (news, tell)
        }
    }

    /// What may be due is looked at from here on. False if the world was swapped.
    func look() -> Bool { shared.withLock { $0.state.look() } }

    /// There is nothing to wait for. False if somebody has woken the deliveries meanwhile.
    func end() -> Bool {
        shared.withLock { shared in
            guard shared.state.end() else { return false }
            shared.listener = nil
            return true
        }
    }

    /// The world was swapped: nothing is delivered from here on.
    func retire() {
        let listener = shared.withLock { shared in
            shared.state.retire()
            defer { shared.listener = nil }
            return shared.listener
        }
        listener?.finish()
    }

    /// Whether the world was swapped.
    var isRetired: Bool { shared.withLock { $0.state.isRetired } }
}

/// Whether the deliveries of a world run, as a value.
struct WebhookLoopState {
    /// What is to be done so that they look at the world.
    enum Wake {
        case begin, tell, nothing
    }

    private enum Phase {
        case idle, running, retired
    }

    private var phase = Phase.idle
    private var isLookDue = false

    var isRetired: Bool { phase == .retired }

    /// Something may be due.
    mutating func wake() -> Wake {
        switch phase {
        case .idle:
            phase = .running
            isLookDue = true
            return .begin
        case .running:
            defer { isLookDue = true }
            return isLookDue ? .nothing : .tell
        case .retired: return .nothing
        }
    }

    /// They look at the world. False if it was swapped.
    mutating func look() -> Bool {
        isLookDue = false
        return phase == .running
    }

    /// They have nothing to do. False if they have, or the world was swapped.
    mutating func end() -> Bool {
        guard phase == .running, !isLookDue else { return false }
        phase = .idle
        return true
    }

    /// The world was swapped.
    mutating func retire() {
        phase = .retired
    }
}
