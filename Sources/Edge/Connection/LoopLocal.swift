public import NIOCore
import Synchronization

/// Something for each event loop that connections are on, which only that loop uses.
public final class LoopLocal<Value>: Sendable {
    private let make: @Sendable (any EventLoop) -> Value
    private let all = Mutex<[ObjectIdentifier: NIOLoopBound<Value>]>([:])

    /// Nothing yet; `make` is called once for each loop, on it.
    public init(_ make: @escaping @Sendable (any EventLoop) -> Value) {
        self.make = make
    }

    /// What this loop has; on it.
    public func value(on eventLoop: any EventLoop) -> Value {
        let bound = all.withLock { all in
            if let known = all[ObjectIdentifier(eventLoop)] { return known }
            let fresh = NIOLoopBound(make(eventLoop), eventLoop: eventLoop)
            all[ObjectIdentifier(eventLoop)] = fresh
            return fresh
        }
        return bound.value
    }
}
