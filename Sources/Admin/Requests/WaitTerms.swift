import HTTPTypes
import Kernel
import KernelHTTP

/// How long a call waits, and for how many exchanges: `?wait=5s&count=2`.
struct WaitTerms {
    /// The query parameters that say so.
    static let names = ["wait", "count"]
    private static let longest = TimeSpan.minutes(1)

    private let limit: TimeSpan?
    private let count: Int

    /// Reads the terms from a query.
    init(_ query: NamedValues) throws(ControlRefusal) {
        limit = try Self.limit(query["wait"])
        count = try Self.count(query["count"], hasLimit: limit != nil)
    }

    /// Waits if the call asks for it. Returns whether the limit passed before there were enough; nil if nothing was asked for.
    ///
    /// Throws if the world is swapped meanwhile: what is waited for can no longer come.
    func wait(
        on journal: Journal, until accepts: @escaping @Sendable (JournalEntry) -> Bool
    ) async throws -> Bool? {
        guard let limit else { return nil }
        switch try await journal.wait(for: count, within: limit, accepts: accepts) {
        case .found: return false
        case .timedOut: return true
        case .ended:
            throw ControlRefusal(
                .conflict, "The world was reset, loaded, restored or dropped while this call waited for requests in it",
                code: ControlReason.waitWorldReplaced)
        }
    }

    private static func limit(_ text: String?) throws(ControlRefusal) -> TimeSpan? {
        guard let text else { return nil }
        guard let span = TimeSpan(text), span >= .zero, span <= longest else {
            throw .invalidQuery(["The query parameter wait must be a duration from 0s to 60s, not \"\(text)\""])
        }
        return span
    }

    private static func count(_ text: String?, hasLimit: Bool) throws(ControlRefusal) -> Int {
        guard let text else { return 1 }
        guard hasLimit else {
            throw .invalidQuery([
                "The query parameter count says how many to wait for and needs wait, for example wait=5s"
            ])
        }
        guard let count = Int(text), (1...1_000_000).contains(count) else {
            throw .invalidQuery(["The query parameter count must be a number from 1 to 1000000, not \"\(text)\""])
        }
        return count
    }
}
