package import Kernel
import Synchronization

/// One session's browser: a process of its own, driven over Drydock's own DevTools connection.
///
/// What it can do has extensions of its own (`SessionBrowser+Mouse.swift` and so on).
package final class SessionBrowser: Sendable {
    /// What it started with.
    package let setup: BrowserSetup
    /// Where DevTools clients are spliced to.
    package let address: DevToolsAddress
    /// The folder of the session, which goes with the browser.
    package let folder: String
    /// What is seen of it.
    package let screencasts: Screencasts
    /// Films it; nil if nobody wants a recording.
    package let recorder: SessionRecorder?
    /// The mouse of Drydock's own calls, and what was uploaded.
    let input = BrowserInput()
    /// The folder for what is to be there after the browser, until the world forgets the session.
    package let keptFolder: String
    /// Whether it is the small build without any window.
    package let isHeadlessShell: Bool

    let connection: DevToolsConnection
    private let close: @Sendable () -> Void
    private let leave: @Sendable (SessionBrowser) async -> Void
    private let turns = Turns()
    private let uses = Atomic<UInt64>(0)
    private let ending = Mutex(Ending())

    private struct Ending {
        var hasBegun = false
        var cuts: [Int: @Sendable () -> Void] = [:]
        var cutCount = 0
        var recorder: (@Sendable () async -> BrowserRecording?)?
    }

    /// - Parameters:
    ///   - leave: saves what is to be there after the browser; not called if it goes by itself.
    ///   - close: begins the end of the process.
    init(
        setup: BrowserSetup, address: DevToolsAddress, folder: String, keptFolder: String, isHeadlessShell: Bool,
        connection: DevToolsConnection, leave: @escaping @Sendable (SessionBrowser) async -> Void = { _ in },
        close: @escaping @Sendable () -> Void
    ) {
        self.setup = setup
        self.address = address
        self.folder = folder
        self.keptFolder = keptFolder
        self.isHeadlessShell = isHeadlessShell
        self.connection = connection
        self.leave = leave
        self.close = close
        let screencasts = Screencasts(
            SilentPages(connection: connection, address: address, isHeadlessShell: isHeadlessShell))
        self.screencasts = screencasts
        recorder = setup.isRecorded ? SessionRecorder(screencasts, folder: "\(folder)/recording") : nil
    }

    /// Sends one command and returns its result.
    ///
    /// - Parameters:
    ///   - page: the page that it is for; nil for the browser.
    ///   - limit: how long the answer is waited for, in real time.
    package func command(
        _ method: String, _ parameters: JSONObject = JSONObject(), on page: BrowserPage? = nil,
        within limit: Duration = .seconds(10)
    ) async throws(BrowserFailure) -> JSONObject {
        uses.add(1, ordering: .relaxed)
        return try await connection.command(method, parameters, session: page?.session, within: limit)
    }

    /// The pages that are the session's, not a client's own, in the order in which they were opened.
    package func pages() async throws(BrowserFailure) -> [BrowserPage] {
        // What the browser told before this answer is known then: which pages there are, and their titles.
        let targets = try await command("Target.getTargets")["targetInfos"]?.array ?? []
        connection.update { state in
            state.note(targets: targets)
            return []
        }
        // Those that are new are known in a moment; one that does not answer at all is left out.
        await connection.wait(until: { !$0.isAttaching || $0.ending != nil }, within: .seconds(2))
        return connection.read { $0.openPages }
    }

    /// The tab that the user would see; a new one if none is open.
    package func selectedPage() async throws(BrowserFailure) -> BrowserPage {
        if let page = try await openPage(nil) { return page }
        return try await newPage()
    }

    /// The page of this id, or without one the tab that the user would see; nil if it is not open.
    package func openPage(_ id: String?) async throws(BrowserFailure) -> BrowserPage? {
        let pages = try await pages()
        if let id { return pages.first { $0.id == id } }
        return await DevToolsListing.selected(among: pages, port: address.port, isHeadlessShell: isHeadlessShell)
    }

    /// A new tab.
    func newPage() async throws(BrowserFailure) -> BrowserPage {
        let id = try await command("Target.createTarget", ["url": "about:blank"])["targetId"]?.string
        guard let id, let page = try await openPage(id) else { throw .ended("The page was closed.") }
        return page
    }

    /// Runs `work` when all work before it is done: two navigations at once would abort each other.
    package func inTurn<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        await turns.take()
        defer { turns.pass() }
        return try await work()
    }

    /// Everything that the browser tells from now on, until the stream is given up or the browser ends.
    package func events() -> AsyncStream<DevToolsEvent> { connection.events() }

    /// What it has downloaded, in the order in which it came.
    package var downloads: [BrowserDownload] { connection.downloads }

    // MARK: Clients

    /// How many DevTools clients are attached.
    package var clients: Int { connection.read { $0.clients } }

    /// Whether anybody is there: a DevTools client, or somebody who watches.
    var isVisited: Bool { clients > 0 || screencasts.audience > 0 }

    /// A client is about to be spliced to it. False if there are as many already.
    package func attach(upTo limit: Int) -> Bool {
        uses.add(1, ordering: .relaxed)
        var hasPlace = false
        connection.update { state in
            let commands = state.attachClient(upTo: limit)
            hasPlace = commands != nil
            return commands ?? []
        }
        return hasPlace
    }

    /// A client has left.
    package func detach() {
        uses.add(1, ordering: .relaxed)
        connection.update { $0.detachClient() }
    }

    /// A number that grows with each command and each client that comes or goes: while it stands, nobody uses the browser.
    package var activity: UInt64 { uses.load(ordering: .relaxed) }

    // MARK: The end

    /// Whether it is about to end, or has.
    package var isEnding: Bool { ending.withLock { $0.hasBegun } || connection.read { $0.ending != nil } }

    /// Calls `cut` when the browser begins to end, or has ended by itself: at once if it has already. Clients are cut off so.
    ///
    /// Returns what takes that back, for a client that has left before.
    @discardableResult
    package func whenEnding(_ cut: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let number: Int? = ending.withLock { ending in
            guard !ending.hasBegun else { return nil }
            ending.cutCount += 1
            ending.cuts[ending.cutCount] = cut
            return ending.cutCount
        }
        guard let number else {
            cut()
            return {}
        }
        return { [weak self] in self?.ending.withLock { $0.cuts[number] = nil } }
    }

    /// Calls `record` when the browser is to end, after its clients were cut off and before it goes; not if it dies by itself.
    package func recordAtEnd(_ record: @escaping @Sendable () async -> BrowserRecording?) {
        ending.withLock { $0.recorder = record }
    }

    /// Cuts off the clients, makes the recording, and ends the process; returns when it has gone.
    func end() async -> BrowserRecording? {
        let recorder = beginEnd()
        var recording: BrowserRecording?
        if connection.read({ $0.ending == nil }) {
            recording = await recorder?()
            await leave(self)
        }
        close()
        await withCheckedContinuation { continuation in connection.whenEnded { continuation.resume() } }
        return recording
    }

    /// Cuts off the clients; returns what makes the recording.
    @discardableResult
    func beginEnd() -> (@Sendable () async -> BrowserRecording?)? {
        let (cuts, recorder) = ending.withLock { ending in
            defer { (ending.hasBegun, ending.cuts, ending.recorder) = (true, [:], nil) }
            return (Array(ending.cuts.values), ending.recorder)
        }
        for cut in cuts { cut() }
        return recorder
    }

    /// Ends the process at once, without a recording.
    func endNow() {
        beginEnd()
        close()
    }
}

/// One page of a browser, as far as Drydock is attached to it.
package struct BrowserPage: Sendable, Hashable {
    /// Chromium's id of it, which clients know it by.
    package let id: String
    /// What commands for it carry.
    package let session: String
    /// Its title now.
    package let title: String
    /// Its address now.
    package let url: String

    /// A page of these parts.
    package init(id: String, session: String, title: String, url: String) {
        self.id = id
        self.session = session
        self.title = title
        self.url = url
    }
}

/// Something that a browser tells without being asked.
package struct DevToolsEvent: Sendable {
    /// For example `Page.loadEventFired`.
    package let method: String
    /// What it says.
    package let parameters: JSONObject
    /// The page that it is about (`BrowserPage.session`); nil for the browser.
    package let session: String?

    /// An event of these parts.
    package init(method: String, parameters: JSONObject, session: String?) {
        self.method = method
        self.parameters = parameters
        self.session = session
    }
}
