/// Something that can be taken once, and not after its time.
public struct SingleUse<Value: Codable & Sendable>: Codable, Sendable {
    /// Why it cannot be taken any more.
    public enum Refusal: Error, Equatable, Sendable {
        /// It was taken before, at that instant.
        case alreadyUsed(firstAt: Moment)
        /// Its time was over at that instant. At the instant itself it is over already.
        case expired(at: Moment)
    }

    private let value: Value
    private var usedAt: Moment?
    /// The instant from which on it can no longer be taken.
    public let expiresAt: Moment

    /// Wraps `value` until `expiresAt`.
    public init(_ value: Value, expiresAt: Moment) {
        self.value = value
        self.expiresAt = expiresAt
    }

    /// What `take` would return, without taking it.
    public func peek(at now: Moment) throws(Refusal) -> Value {
        if let usedAt { throw .alreadyUsed(firstAt: usedAt) }
        if now >= expiresAt { throw .expired(at: expiresAt) }
        return value
    }

    /// Takes it: the first call in time gets the value, every other one a refusal.
    public mutating func take(at now: Moment) throws(Refusal) -> Value {
        let value = try peek(at: now)
        usedAt = now
        return value
    }

    /// The value whatever became of it, for pages and logs that explain a refusal.
    public var subject: Value { value }
}

extension SingleUse: Equatable where Value: Equatable {}
