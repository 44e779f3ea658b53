import FoundationEssentials
package import Kernel
package import Logging
import NIOCore
import NIOPosix
import Synchronization

/// All browsers of the process: one behind each session that needed one and still runs, at most so many at once.
package final class BrowserRegistry: Sendable {
    typealias Start = Task<Result<SessionBrowser, BrowserFailure>, Never>
    typealias End = Task<Void, Never>

    private struct Shared {
        var table: BrowserTable<SessionBrowser, Start, End>
        var remains = RemainsShelf()
        var owners: (any BrowserOwners)?
        var hasTimer = false
        var isClosed = false
    }

    private let shared: Mutex<Shared>
    private let limit: Int
    private let starter: any BrowserStarter
    private let logger: Logger
    /// More at once are slower than one after the other.
    private let starts = Turns(2)
    /// What they downloaded that nobody was told of yet.
    let news = DownloadNews()

    /// How often it is looked whether a session has ended by its world's time, while there are browsers at all.
    private static let interval = Duration.milliseconds(250)

    init(limit: Int, starter: any BrowserStarter, logger: Logger) {
        shared = Mutex(Shared(table: BrowserTable(limit: limit)))
        self.limit = limit
        self.starter = starter
        self.logger = logger
    }

    /// - Parameters:
    ///   - environment: the variables of this process.
    ///   - executor: where large messages of browsers are read.
    package convenience init(
        _ options: BrowserOptions, environment: [String: String], executor: (any TaskExecutor)?, logger: Logger
    ) {
        self.init(
            limit: options.limit,
            starter: BrowserLauncher(options, environment: environment, executor: executor, logger: logger),
            logger: logger)
    }

    /// Says who knows about the sessions; before the first is asked for.
    package func ask(_ owners: any BrowserOwners) {
        shared.withLock { $0.owners = owners }
    }

    /// What the browser says of itself; nil if it would not say.
    package var version: String? {
        get async { await (starter as? BrowserLauncher)?.version?.text }
    }

    /// Whether its browsers can load extensions.
    var loadsExtensions: Bool { starter.loadsExtensions }

    /// How many browsers there are, those included that are being started or ended.
    package var count: Int { shared.withLock { $0.table.count } }

    /// Who knows about the sessions; nil before somebody was named, and after the end.
    var owners: (any BrowserOwners)? { shared.withLock { $0.owners } }

    // MARK: One browser

    func browser(
        _ order: BrowserOrder, ifWanted isWanted: @Sendable () -> Bool
    ) async throws(BrowserFailure) -> SessionBrowser {
        let key = order.key
        while true {
            let step: Step = shared.withLock { shared in
                guard isWanted(), !shared.isClosed else { return .fail(.ended("The session has ended.")) }
                switch shared.table.need(key) {
                case .use(let browser): return .use(browser)
                case .join(let start): return .join(start)
                case .await(let end): return .wait(end)
                case .refuse: return .fail(.tooMany(limit: limit))
                case .begin:
                    let start = Start(operation: { await self.start(order) })
                    shared.table.begin(key, start)
                    return .join(start)
                }
            }
            switch step {
            case .use(let browser): return browser
            case .join(let start): return try await start.value.get()
            case .wait(let end): await end.value
            case .fail(let failure): throw failure
            }
        }
    }

    private enum Step {
        case use(SessionBrowser)
        case join(Start)
        case wait(End)
        case fail(BrowserFailure)
    }

    func runningBrowser(of key: BrowserKey) -> SessionBrowser? { shared.withLock { $0.table.running(key) } }

    /// How many DevTools clients and viewers the running browsers of a world have at one vendor, by session.
    package func clients(in world: WorldName, of vendor: String) -> [String: Int] {
        let running = shared.withLock { shared in
            shared.table.keys.filter { $0.world == world && $0.vendor == vendor }.map { ($0, shared.table.running($0)) }
        }
        return running.reduce(into: [:]) { $0[$1.0.session] = $1.1.map { $0.clients + $0.screencasts.audience } }
    }

    func remains(of key: BrowserKey) async -> BrowserRemains? {
        let unsettled = shared.withLock { $0.table.unsettled { $0 == key } }
        for end in unsettled.ends { await end.value }
        return shared.withLock { $0.remains.remains(of: key) }
    }

    private func start(_ order: BrowserOrder) async -> Result<SessionBrowser, BrowserFailure> {
        let key = order.key
        if order.setup.profile != nil {
            // What the profile's last session has stored is there once its browser has gone.
            let ends = shared.withLock { $0.table.unsettled { $0.world == key.world }.ends }
            for end in ends { await end.value }
        }
        await starts.take()
        let began = ContinuousClock.now
        let outcome: Result<SessionBrowser, BrowserFailure>
        do throws(BrowserFailure) { outcome = .success(try await starter.start(order)) } catch {
            outcome = .failure(error)
        }
        starts.pass()
        switch outcome {
        case .failure(let failure):
            shared.withLock { $0.table.remove(key) }
            logger.warning("no browser", metadata: key.metadata.with("reason", "\(failure)"))
            return outcome
        case .success(let browser):
            guard shared.withLock({ $0.table.started(key, browser) }) else {
                _ = await browser.end()
                shared.withLock { $0.table.remove(key) }
                try? FileManager.default.removeItem(atPath: browser.keptFolder)
                return .failure(.ended("The session ended while its browser started."))
            }
            let took = ContinuousClock.now - began
            logger.info("browser started", metadata: key.metadata.with("took", "\(took)"))
            browser.connection.whenEnded { self.gone(browser, of: key) }
            keepTime()
            return outcome
        }
    }

    // MARK: The end of one

    /// Begins to end the browser of a session; its clients are cut off at once.
    func end(_ key: BrowserKey) {
        end(key, because: "its session has ended")
    }

    private func end(_ key: BrowserKey, because reason: String) {
        let ending = shared.withLock { shared in
            shared.table.end(key) { browser in End(operation: { await self.finish(browser, of: key) }) }
        }
        switch ending {
        case .nothing, .join: break
        case .cancel(let start): start.cancel()
        case .begin:
            logger.info("browser ends", metadata: key.metadata.with("reason", reason))
        }
    }

    /// A process has gone. Nothing is new where it was asked to.
    private func gone(_ browser: SessionBrowser, of key: BrowserKey) {
        let words = browser.connection.read { $0.ending } ?? ""
        let (isOwn, owners) = shared.withLock { shared in
            guard shared.table.running(key) === browser else { return (false, shared.owners) }
            let ending = shared.table.end(key) { browser in
                End(operation: { await self.finish(browser, of: key) })
            }
            if case .begin = ending { return (true, shared.owners) }
            return (false, shared.owners)
        }
        guard isOwn else { return }
        logger.notice("a browser has gone by itself", metadata: key.metadata.with("reason", words))
        owners?.browserEnded(key, because: words)
    }

    /// Ends a browser, and keeps what it leaves.
    private func finish(_ browser: SessionBrowser, of key: BrowserKey) async {
        let recording = await browser.end()
        let downloads = browser.downloads
        let owners = self.owners
        if !downloads.isEmpty { owners?.downloaded(downloads, by: key) }
        news.forget(key)
        let isKnown = owners?.isKnown(key) ?? false
        let unwanted = shared.withLock { shared in
            shared.table.remove(key)
            guard isKnown, !shared.isClosed, recording != nil || !downloads.isEmpty else { return [browser.keptFolder] }
            return shared.remains.add(
                BrowserRemains(downloads: downloads, recording: recording), in: browser.keptFolder, of: key)
        }
        for folder in unwanted { try? FileManager.default.removeItem(atPath: folder) }
    }

    // MARK: Many

    /// Ends the browsers of all sessions of a world, and forgets what earlier ones left: the world is another one now.
    package func forget(_ world: WorldName) {
        let (keys, folders) = shared.withLock { shared in
            (shared.table.keys.filter { $0.world == world }, shared.remains.remove { $0.world == world })
        }
        for key in keys { end(key, because: "its world has changed") }
        starter.forget(world)
        for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Ends the browsers whose sessions do not run any more, and forgets what sessions left that are not there any more.
    package func review() {
        let (owners, keys, kept) = shared.withLock { shared in
            (shared.owners, shared.table.keys, shared.remains.keys)
        }
        guard let owners else { return }
        for key in keys {
            let browser = runningBrowser(of: key)
            if let browser { news.note(browser.downloads.count, of: key) }
            let activity = browser.map { $0.isVisited ? nil : $0.activity } ?? nil
            if !owners.isRunning(key, activity: activity) { end(key, because: "its session has ended") }
        }
        let forgotten = Set(kept.filter { !owners.isKnown($0) })
        guard !forgotten.isEmpty else { return }
        let folders = shared.withLock { $0.remains.remove { forgotten.contains($0) } }
        for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Whether any browser is about to go. If not, there is nothing to wait for.
    package var areAnyEnding: Bool {
        shared.withLock { shared in
            let unsettled = shared.table.unsettled { _ in true }
            return !unsettled.starts.isEmpty || !unsettled.ends.isEmpty
        }
    }

    /// Returns when all browsers that are about to go have gone.
    package func settle() async {
        let unsettled = shared.withLock { $0.table.unsettled { _ in true } }
        for start in unsettled.starts { _ = await start.value }
        for end in unsettled.ends { await end.value }
    }

    /// Ends all browsers, without recordings, and starts no more; returns when all have gone.
    package func close() async {
        let keys = shared.withLock { shared in
            shared.isClosed = true
            return shared.table.keys
        }
        for key in keys {
            runningBrowser(of: key)?.endNow()
            end(key, because: "Drydock stops")
        }
        await settle()
        await starter.finish()
        shared.withLock { $0.owners = nil }
    }

    // MARK: Time

    /// Looks after the browsers as long as there are any.
    private func keepTime() {
        let isNew = shared.withLock { shared in
            defer { shared.hasTimer = true }
            return !shared.hasTimer
        }
        if isNew { scheduleReview() }
    }

    private func scheduleReview() {
        MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: .init(Self.interval)) {
            self.review()
            self.starter.tidy()
            let goesOn = self.shared.withLock { shared in
                shared.hasTimer = shared.table.count > 0
                return shared.hasTimer
            }
            if goesOn { self.scheduleReview() }
        }
    }
}
