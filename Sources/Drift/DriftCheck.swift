import AsyncHTTPClient
package import Descriptions
package import Kernel
import KernelHTTP
import Synchronization

/// Sends the same probes to Drydock and to another server, and reports where the answers differ.
package struct DriftCheck: Sendable {
    /// What is checked, and how.
    package struct Settings: Sendable {
        /// Groups or operations; all if there are none.
        package var only: [String] = []
        /// Whether things are made and deleted again.
        package var writes = false
        /// How long nothing is sent after each probe.
        package var pause = TimeSpan.milliseconds(50)
        /// How long all of it may take.
        package var timeout = TimeSpan.minutes(10)
        /// How many things may be made on the other server.
        package var objects = 25
        /// The time: the things that are made have it in their names.
        package var now: Moment

        /// The defaults.
        package init(now: Moment) {
            self.now = now
        }
    }

    let description: APIDescription
    /// Drydock.
    let here: CheckedServer
    let there: CheckedServer
    let settings: Settings
    let stop: StopRequest

    /// - Parameters:
    ///   - description: what probes are made of.
    ///   - here: a Drydock.
    ///   - there: what is held against it.
    ///   - stop: how the check is ended before its end.
    package init(
        _ description: APIDescription, here: CheckedServer, there: CheckedServer, settings: Settings,
        stop: StopRequest = StopRequest()
    ) {
        self.description = description
        self.here = here
        self.there = there
        self.settings = settings
        self.stop = stop
    }

    /// Runs all probes. Throws where there is nothing to compare: a server that is not there, or that refuses the key.
    package func run() async throws(DriftFailure) -> DriftReport {
        let isChosen = try choice()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .probing)
        var run = DriftRun(self, through: client)
        let outcome: Result<Void, DriftFailure>
        do throws(DriftFailure) {
            outcome = .success(try await run.all(isChosen))
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        try outcome.get()
        return run.report
    }

    /// Which operations are wanted.
    private func choice() throws(DriftFailure) -> @Sendable (DescribedOperation) -> Bool {
        guard !settings.only.isEmpty else { return { _ in true } }
        let groups = Set(description.operations.map(\.tag))
        let names = Set(description.operations.flatMap { [$0.id, $0.endpoint.name] })
        var wanted: Set<String> = []
        for word in settings.only {
            if let group = groups.first(where: { $0.lowercased() == word.lowercased() }) {
                wanted.insert(group)
            } else if names.contains(word) {
                wanted.insert(word)
            } else {
                let hint = TextSuggestion.hint(
                    for: word, among: groups.union(description.operations.map(\.id)).sorted())
                throw DriftFailure("`\(word)` is neither a group nor an operation of the description\(hint)")
            }
        }
        return { [wanted] operation in
            !wanted.isDisjoint(with: [operation.tag, operation.id, operation.endpoint.name])
        }
    }
}

/// Tells a check to come to its end: what it made is deleted, and nothing new is sent.
package final class StopRequest: Sendable {
    private let isStopped = Mutex(false)

    /// Nobody has asked yet.
    package init() {}

    /// Asks.
    package func stop() { isStopped.withLock { $0 = true } }

    /// Whether somebody has asked.
    package var isMade: Bool { isStopped.withLock { $0 } }

    /// Waits in real time: the other server knows nothing of a world's clock. Ends early when somebody asks.
    func wait(_ span: TimeSpan) async {
        var rest = span
        while rest > .zero, !isMade {
            let part = min(rest, .milliseconds(200))
            try? await Task.sleep(for: part.duration)
            rest = rest - part
        }
    }
}

/// Why a check could not be made.
package struct DriftFailure: Error, CustomStringConvertible {
    /// The reason in words.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
