import Kernel
import KernelHTTP

/// A browser session (anchor.md 4). How far its life is, is a function of the time alone, with no task behind it.
struct Session: Codable, Sendable, Equatable {
    /// The vendor lists no words; these are the ones in its examples.
    enum Status: String, Codable, CaseIterable, Sendable { case running, completed }

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    /// What it was asked to be, with all defaults.
    let configuration: SessionConfiguration
    /// Its tags; nil if it has none.
    var tags: [String]?
    let createdAt: Moment
    /// The one recording; nil if recording is switched off.
    private(set) var recording: SessionRecording?
    /// What stands in for its page where no browser runs; nil until somebody does something to it.
    var page: SessionPage?
    /// The downloads that are in its volume already; nil if there are none.
    var keptDownloads: [String]?
    /// What agents do in it; nil if none was ever asked anything.
    var agents: SessionAgents?
    /// How it came to be where that was not at once; nil if it was.
    let start: SessionStart?
    /// Who may connect to it; nil as long as its id is enough.
    var access: SessionAccess?
    private var lastActivityAt: Moment
    private var stoppedAt: Moment?
    /// Whether it ended because its browser had gone; nil if it did not.
    private(set) var lostBrowser: Bool?
    /// What it has used besides time; nil as long as that is nothing.
    private(set) var usage: SessionUsage?
    /// How many DevTools clients and live views are open. It is not kept: whatever is read from a document has none.
    private(set) var connections = 0

    private enum CodingKeys: CodingKey {
        case id, ordinal, configuration, tags, createdAt, recording, lastActivityAt, stoppedAt, page
        case keptDownloads
        case agents
        case start, access
        case lostBrowser
        case usage
    }

    init(
        id: String, ordinal: Int64, configuration: SessionConfiguration, recordingID: String?, createdAt: Moment,
        start: SessionStart? = nil
    ) {
        self.id = id
        self.ordinal = ordinal
        self.configuration = configuration
        self.createdAt = createdAt
        tags = configuration.session.tags
        recording = recordingID.map { SessionRecording(id: $0) }
        lastActivityAt = createdAt
        self.start = start
    }

    /// Whether it has begun: what was asked for to be made later is nowhere to be seen until then.
    func isThere(at now: Moment) -> Bool { start.map { now >= $0.at } ?? true }

    /// When it ended, or will end by itself if nothing happens before; nil if it runs on for ever.
    var endsAt: Moment? {
        let timeout = configuration.session.timeout
        let idleSince = max(lastActivityAt, agents?.until ?? lastActivityAt)
        let longestIdle = connections == 0 && idleSince < .latest ? timeout.longestIdle : nil
        let ends = [
            stoppedAt, agents?.end, timeout.longest.map { createdAt + $0 }, longestIdle.map { idleSince + $0 },
        ]
        return ends.compactMap(\.self).min()
    }

    /// The status at `now`. At the instant of its end it has ended.
    func status(at now: Moment) -> Status { end(at: now) == nil ? .running : .completed }

    /// When it ended; nil if it still runs at `now`.
    func end(at now: Moment) -> Moment? {
        guard let endsAt, now >= endsAt else { return nil }
        return endsAt
    }

    /// How long it has run: not at all for a delayed call that came before it was made.
    func duration(at now: Moment) -> TimeSpan { (end(at: now) ?? now).elapsed(since: createdAt) }

    /// What it has cost: one credit for each minute begun (ours; the vendor's prices are no part of its API).
    func creditsUsed(at now: Moment) -> Int64 { (duration(at: now).milliseconds + 59_999) / 60_000 }

    /// The hosts that it was sent to; nil if it was sent nowhere.
    var domains: [String]? {
        configuration.session.initialURL.flatMap { WebAddress($0) }.map { [$0.host] }
    }

    /// The recording that can be fetched: there is one from the session's end until it is deleted.
    func finishedRecording(at now: Moment) -> SessionRecording? {
        guard let recording, !recording.isDeleted, status(at: now) == .completed else { return nil }
        return recording
    }

    /// Somebody used it: its idle time begins anew. What has ended stays so.
    mutating func touch(at now: Moment) {
        if status(at: now) == .running { lastActivityAt = max(lastActivityAt, now) }
    }

    /// Sets how many connections are open. While there are any it is not idle; with the last its idle time begins. What has
    /// ended stays so.
    mutating func setConnections(_ count: Int, at now: Moment) {
        guard status(at: now) == .running else { return }
        if connections > 0 || count > 0 { touch(at: now) }
        connections = max(count, 0)
    }

    /// Ends it. What has ended stays as it was.
    mutating func stop(at now: Moment) {
        // A delayed call may have come before the session was made.
        if status(at: now) == .running { stoppedAt = max(now, createdAt) }
    }

    /// Ends it because its browser has gone by itself. What has ended stays as it was.
    mutating func loseBrowser(at now: Moment) {
        guard status(at: now) == .running else { return }
        stop(at: now)
        lostBrowser = true
    }

    /// A picture of it was taken.
    mutating func countScreenshot() {
        var counted = usage ?? SessionUsage()
        counted.screenshots += 1
        usage = counted
    }

    /// It has loaded something, through its proxy if it has one.
    mutating func countLoad(of bytes: Int) {
        var counted = usage ?? SessionUsage()
        counted.networkBytes += bytes
        if configuration.session.proxy?.isActive ?? false { counted.proxyBytes += bytes }
        usage = counted
    }

    /// Changes the recording, if there is one.
    mutating func updateRecording(_ change: (inout SessionRecording) -> Void) {
        guard var changed = recording else { return }
        change(&changed)
        recording = changed
    }
}

/// What a session has used besides time, as far as that is known: what a real browser loads is not.
struct SessionUsage: Codable, Sendable, Equatable {
    /// How many pictures calls took of it.
    @Counter var screenshots = 0
    /// How many bytes are scripted for the addresses that it was sent to.
    @Counter var networkBytes = 0
    /// How many of them came through a proxy.
    @Counter var proxyBytes = 0
}

// MARK: - Addresses

/// The URLs that lead to a session: all of them to Drydock itself, the way the client came (anchor.md 4.4).
struct SessionAddresses: Sendable {
    private let origin: Origin
    private let sessionID: String
    private let access: SessionAccess?

    init(of session: Session, from origin: Origin) {
        self.origin = origin
        sessionID = session.id
        access = session.access
    }

    /// For a DevTools client; it carries the key, as the vendor's does, or a token.
    func cdp(key: String) -> String {
        if let token = access?.tokens?.cdp { return TokenAddresses(from: origin).cdp(token) }
        return "\(origin.sibling("connect").webSocketURL)?apiKey=\(PercentCoding.encode(key))&sessionId=\(query)"
    }

    /// The page that shows the session. Where no token lets its viewer use it, one that lets them watch.
    var liveView: String {
        let token = access?.tokens.map { $0.liveView ?? $0.liveViewReadOnly ?? access?.pageToken }
        return (token ?? nil).map(TokenAddresses(from: origin).liveView) ?? viewByID
    }

    /// The same for who may only watch; nil if there is none of its own.
    var readOnlyLiveView: String? {
        access?.tokens?.liveViewReadOnly.map(TokenAddresses(from: origin).liveView)
    }

    /// The same for one of the browser's pages.
    func liveView(ofPage pageID: String) -> String {
        let view = access?.pageToken.map(TokenAddresses(from: origin).liveView) ?? viewByID
        return "\(view)&pageId=\(PercentCoding.encode(pageID))"
    }

    private var viewByID: String { "\(origin.sibling("live").url)?sessionId=\(query)" }

    /// Where the recording's bytes are.
    var primaryRecording: String { "\(origin.url)/v1/sessions/\(query)/recordings/primary/fetch" }

    /// Where a download's bytes are, as in the vendor's sample: without a version (anchor.md 12.2).
    func download(_ id: String) -> String {
        "\(origin.url)/sessions/\(query)/downloads/\(PercentCoding.encode(id))/fetch"
    }

    private var query: String { PercentCoding.encode(sessionID) }
}
