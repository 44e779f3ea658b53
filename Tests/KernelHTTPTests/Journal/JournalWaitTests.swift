import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Journal: waiting")
struct JournalWaitTests {
    private static func journal(_ timer: WaitTimer, bytes: Int = 1 << 24) -> Journal {
        let journal = Journal(budget: JournalBudget(bytes: bytes), timer: timer)
        journal.append(.numbered(0, path: "/first"))
        return journal
    }

    /// Lets `/wanted` through, and tells `seen` of the entry that every wait finds in the journal: the wait has begun.
    private static func wanted(
        _ seen: AsyncStream<Void>.Continuation
    ) -> @Sendable (JournalEntry) -> Bool {
        { entry in
            if entry.request.path == "/first" { seen.yield() }
            return entry.request.path == "/wanted"
        }
    }

    @Test("what is there already counts, so the wait is over at once", arguments: [1, 2, 3])
    func before(count: Int) async throws {
        let journal = Self.journal(.never)
        for number in 1...3 { journal.append(.numbered(number, path: "/wanted")) }
        let outcome = try await journal.wait(for: count, within: .seconds(1)) { $0.request.path == "/wanted" }
        #expect(outcome == .found)
    }

    @Test("a wait that began before the request came ends with it, and with no other")
    func after() async throws {
        let journal = Self.journal(.never)
        journal.append(.numbered(1, path: "/wanted"))
        let (begun, seen) = AsyncStream<Void>.makeStream()
        async let outcome = journal.wait(for: 3, within: .seconds(1), accepts: Self.wanted(seen))
        var begins = begun.makeAsyncIterator()
        _ = await begins.next()
        for (number, path) in ["/wanted", "/other", "/wanted"].enumerated() {
            journal.append(.numbered(number + 2, path: path))
        }
        #expect(try await outcome == .found)
        #expect(journal.count == 5)
    }

    @Test("a hundred waits at once each end with the request that they are for")
    func parallel() async throws {
        let journal = Self.journal(.never)
        let (begun, seen) = AsyncStream<Void>.makeStream()
        let outcomes = try await withThrowingTaskGroup(of: WaitOutcome.self) { group in
            for number in 1...100 {
                group.addTask {
                    try await journal.wait(for: 2, within: .seconds(1)) { entry in
                        if entry.request.path == "/first" { seen.yield() }
                        return entry.request.path == "/\(number)"
                    }
                }
            }
            var begins = begun.makeAsyncIterator()
            for _ in 1...100 { _ = await begins.next() }
            await withTaskGroup(of: Void.self) { senders in
                for number in 1...200 {
                    senders.addTask { journal.append(.numbered(number, path: "/\((number - 1) % 100 + 1)")) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .found, count: 100))
    }

    @Test("requests that race with the beginning of a wait are neither missed nor counted twice")
    func race() async throws {
        for _ in 1...50 {
            let journal = Self.journal(.never)
            let outcomes = try await withThrowingTaskGroup(of: WaitOutcome.self) { group in
                for number in 1...20 {
                    group.addTask {
                        journal.append(.numbered(number, path: "/wanted"))
                        return .found
                    }
                }
                group.addTask {
                    try await journal.wait(for: 20, within: .seconds(1)) { $0.request.path == "/wanted" }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: .found, count: 21))
        }
    }

    @Test("one request more than there will be is waited for until the limit")
    func limit() async throws {
        let journal = Self.journal(.over)
        journal.append(.numbered(1, path: "/wanted"))
        let outcome = try await journal.wait(for: 2, within: .seconds(1)) { $0.request.path == "/wanted" }
        #expect(outcome == .timedOut)
    }

    @Test("the limit is the one that was asked for")
    func limitAsAsked() async throws {
        let (asked, spans) = AsyncStream<TimeSpan>.makeStream()
        let journal = Self.journal(WaitTimer { spans.yield($0) })
        _ = try await journal.wait(for: 2, within: .milliseconds(1500)) { _ in false }
        var iterator = asked.makeAsyncIterator()
        #expect(await iterator.next() == .milliseconds(1500))
    }

    @Test("all waits end with the world, and later ones do not begin")
    func retired() async throws {
        let journal = Self.journal(.never)
        let (begun, seen) = AsyncStream<Void>.makeStream()
        async let outcome = journal.wait(for: 1, within: .seconds(1), accepts: Self.wanted(seen))
        var begins = begun.makeAsyncIterator()
        _ = await begins.next()
        journal.retire()
        #expect(try await outcome == .ended)
        #expect(try await journal.wait(for: 1, within: .seconds(1)) { _ in true } == .ended)
    }

    @Test("a cancelled wait throws, and leaves the others alone")
    func cancelled() async throws {
        let journal = Self.journal(.never)
        let (begun, seen) = AsyncStream<Void>.makeStream()
        var begins = begun.makeAsyncIterator()
        async let other = journal.wait(for: 1, within: .seconds(1), accepts: Self.wanted(seen))
        _ = await begins.next()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    _ = try await journal.wait(for: 1, within: .seconds(1), accepts: Self.wanted(seen))
                }
            }
            _ = await begins.next()
            group.cancelAll()
        }
        journal.append(.numbered(1, path: "/wanted"))
        #expect(try await other == .found)
    }
}

extension WaitTimer {
    /// Every limit is over at once.
    fileprivate static let over = WaitTimer { _ in }

    /// No limit is ever over.
    fileprivate static let never = WaitTimer { _ in
        let (silence, continuation) = AsyncStream<Void>.makeStream()
        for await _ in silence {}
        continuation.finish()
        throw CancellationError()
    }
}
