import Kernel

/// The key sets that are known, and who waits for which.
struct KeySetCacheState {
    private struct Entry {
        let keySet: KeySet
        let downloadedAt: Moment
        let number: Int
    }

    private let lifetime: TimeSpan
    private let capacity: Int
    private var entries: [String: Entry] = [:]
    /// Those who wait for each download that is under way, in the order of their coming.
    private var flights: [String: [KeySetWaiter]] = [:]
    private var lastNumber = 0

    init(lifetime: TimeSpan, capacity: Int) {
        self.lifetime = lifetime
        self.capacity = capacity
    }

    /// A number that no one had before.
    mutating func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Someone asks. Nil: `waiter` is kept, and hears later.
    mutating func ask(
        _ url: String, at now: Moment, freshness: KeySetFreshness, waiter: KeySetWaiter
    ) -> KeySetTurn? {
        if case .cached(let kid) = freshness, let known = known(url, at: now) {
            if kid.map({ known[$0] != nil }) ?? true { return .answer(.success(known)) }
        }
        guard flights[url] != nil else {
            flights[url] = []
            return .lead
        }
        flights[url]?.append(waiter)
        return nil
    }

    /// The download ended; returns those who wait for it. A failure is not kept: the next one who asks tries again.
    mutating func land(_ url: String, _ result: Result<KeySet, KeySetFailure>, at now: Moment) -> [KeySetWaiter] {
        if case .success(let keySet) = result {
            entries[url] = Entry(keySet: keySet, downloadedAt: now, number: number())
            if entries.count > capacity, let oldest = entries.min(by: { $0.value.number < $1.value.number }) {
                entries[oldest.key] = nil
            }
        }
        return flights.removeValue(forKey: url) ?? []
    }

    /// The one who downloads was cancelled; returns the one who takes over.
    mutating func abandon(_ url: String) -> KeySetWaiter? {
        guard var waiters = flights[url], !waiters.isEmpty else {
            flights[url] = nil
            return nil
        }
        let next = waiters.removeFirst()
        flights[url] = waiters
        return next
    }

    /// The one of this number was cancelled; nil where it does not wait.
    mutating func leave(_ url: String, number: Int) -> KeySetWaiter? {
        guard let index = flights[url]?.firstIndex(where: { $0.number == number }) else { return nil }
        return flights[url]?.remove(at: index)
    }

    /// How many wait for the download of `url`; nil where none is under way.
    func waiting(for url: String) -> Int? { flights[url]?.count }

    private func known(_ url: String, at now: Moment) -> KeySet? {
        guard let entry = entries[url] else { return nil }
        let age = now - entry.downloadedAt
        return age >= .zero && age < lifetime ? entry.keySet : nil
    }
}
