import NIOCore
import Synchronization

/// Counts the open connections of one or more listeners.
public final class ConnectionCounter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at zero.
    public init() {}

    /// How many connections are open now.
    public var open: Int { count.load(ordering: .relaxed) }

    /// Counts one more and returns how many are open with it.
    func opened() -> Int { count.add(1, ordering: .relaxed).newValue }

    /// Counts one less.
    func closed() { count.subtract(1, ordering: .relaxed) }
}

/// The connections of one listener, so that they can be ended with it.
///
/// NIO's own quiescing helper knows them too, but cannot close them at once.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
        /// Called when the last one is over.
        var whenOver: CheckedContinuation<Void, Never>?

        /// Hands over what is to be called now, if all is over.
        mutating func takeWhenOver() -> CheckedContinuation<Void, Never>? {
            guard isStopping, channels.isEmpty else { return nil }
            defer { whenOver = nil }
            return whenOver
        }
    }

    private let state = Mutex(State())

    /// Takes a connection in until it is closed.
    /// - Returns: false when no more are taken.
    func add(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    /// A connection is closed.
    func remove(_ id: ObjectIdentifier) {
        state.withLock { state in
            state.channels[id] = nil
            return state.takeWhenOver()
        }?.resume()
    }

    /// Takes no more, and has each end with the answers that are under way. Once more, nothing.
    func quiesce() {
        let stop = stop()
        guard stop.isFirst else { return }
        for channel in stop.channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Takes no more, and closes each at once.
    func closeAll() {
        for channel in stop().channels { channel.cut() }
    }

    /// Returns when no more are taken and the last one is closed. Waited for once.
    func untilOver() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.whenOver = continuation
                return state.takeWhenOver()
            }?.resume()
        }
    }

    private func stop() -> (channels: [any Channel], isFirst: Bool) {
        let (channels, isFirst, over) = state.withLock { state in
            let isFirst = !state.isStopping
            state.isStopping = true
            return (Array(state.channels.values), isFirst, state.takeWhenOver())
        }
        over?.resume()
        return (channels, isFirst)
    }
}
