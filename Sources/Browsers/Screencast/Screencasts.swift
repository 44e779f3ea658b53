import FoundationEssentials
import Kernel
import Synchronization

/// What a screencast needs of a browser. Nothing of it counts as somebody's use of the browser.
protocol ScreencastSource: Sendable {
    /// The open pages, and the one in front.
    func openPages() async throws(BrowserFailure) -> (pages: [BrowserPage], selected: BrowserPage?)
    /// Sends a command for a page.
    func send(_ method: String, _ parameters: JSONObject, session: String) async throws(BrowserFailure)
    /// Everything that it tells from now on.
    func events() -> AsyncStream<DevToolsEvent>
}

/// The moving pictures of one browser: for those who look at it, and for its recording.
package final class Screencasts: Sendable {
    private struct Shared {
        var state = ScreencastState()
        var signals: [Int: AsyncStream<Void>.Continuation] = [:]
        /// Follows what is in front and what comes in, while anybody looks.
        var driver: Task<Void, Never>?
        var isDriven = false
        var changes: AsyncStream<Void>.Continuation?
    }

    private let source: any ScreencastSource
    private let shared = Mutex(Shared())

    /// Tabs may change places without a word.
    private static let lookInterval = Duration.seconds(1)

    init(_ source: any ScreencastSource) {
        self.source = source
    }

    /// Looks at the page of `pageID`, or at whatever is in front. Throws if as many do as may, or the browser has ended.
    package func watch(page pageID: String? = nil) throws(BrowserFailure) -> ScreencastViewer {
        try watch(pageID.map { .page($0) } ?? .selected, asRecorder: false, pause: .milliseconds(100))
    }

    func watch(
        _ subject: ScreencastState.Subject, asRecorder isRecorder: Bool, pause: Duration
    ) throws(BrowserFailure) -> ScreencastViewer {
        let (signal, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let viewer = shared.withLock { shared -> Int? in
            guard let viewer = shared.state.join(subject, asRecorder: isRecorder) else { return nil }
            shared.signals[viewer] = continuation
            shared.changes?.yield()
            if !shared.isDriven {
                shared.isDriven = true
                let earlier = shared.driver
                shared.driver = Task(operation: {
                    await earlier?.value
                    await self.drive()
                })
            }
            return viewer
        }
        guard let viewer else {
            throw .ended(
                "\(ScreencastState.mostViewers) look at this browser already, as many as may, or it has ended.")
        }
        return ScreencastViewer(self, viewer: viewer, subject: subject, signal: signal, pause: pause)
    }

    /// The size of what is shown, in the page's own pixels; nil as long as nothing is.
    func size(of subject: ScreencastState.Subject) -> (width: Double, height: Double, session: String)? {
        shared.withLock { $0.state.latest(subject) }.map { ($0.picture.width, $0.picture.height, $0.session) }
    }

    /// How many look at it, the recorder not counted.
    package var audience: Int { shared.withLock { $0.state.audience } }

    /// Everybody has seen enough: the browser is about to go.
    func end() {
        shared.withLock { shared in
            shared.state.end()
            for signal in shared.signals.values { signal.finish() }
            shared.changes?.finish()
        }
    }

    // MARK: - Viewers

    fileprivate func next(for viewer: Int) -> ScreencastState.Next { shared.withLock { $0.state.next(for: viewer) } }

    fileprivate func acknowledge(_ frame: ScreencastFrame) async {
        for number in shared.withLock({ $0.state.acknowledge(frame) }) {
            try? await source.send("Page.screencastFrameAck", ["sessionId": .integer(number)], session: frame.session)
        }
    }

    fileprivate func leave(_ viewer: Int) {
        shared.withLock { shared in
            shared.state.leave(viewer)
            shared.signals.removeValue(forKey: viewer)?.finish()
            shared.changes?.yield()
        }
    }

    // MARK: - The browser

    private func drive() async {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        shared.withLock { $0.changes = continuation }
        continuation.yield()
        let events = source.events()
        await withTaskGroup { group in
            group.addTask { await self.receive(events) }
            group.addTask { await self.follow(changes) }
            group.addTask {
                while (try? await Task.sleep(for: Self.lookInterval)) != nil {
                    continuation.yield()
                    await self.lookAgain()
                }
            }
            await group.next()
            group.cancelAll()
        }
        let stopped = shared.withLock { shared in
            shared.changes = nil
            return shared.state.stopAll()
        }
        for session in stopped { try? await source.send("Page.stopScreencast", [:], session: session) }
        // Somebody may have come meanwhile.
        let isWanted = shared.withLock { shared in
            shared.isDriven = shared.state.isWatched && !shared.state.isEnded
            return shared.isDriven
        }
        if isWanted { await drive() }
    }

    /// Has pages that have become still shown as they are now.
    private func lookAgain() async {
        for session in shared.withLock({ $0.state.lookAgain() }) {
            try? await source.send("Page.stopScreencast", [:], session: session)
            try? await source.send("Page.startScreencast", Self.format, session: session)
        }
    }

    /// Until the browser ends.
    private func receive(_ events: AsyncStream<DevToolsEvent>) async {
        for await event in events where event.method == "Page.screencastFrame" {
            guard let session = event.session, let frame = event.screencastFrame else { continue }
            let isWanted = shared.withLock { shared in
                let isWanted = shared.state.receive(frame.picture, of: session, acknowledgedBy: frame.number)
                for signal in shared.signals.values { signal.yield() }
                return isWanted
            }
            if !isWanted {
                try? await source.send(
                    "Page.screencastFrameAck", ["sessionId": .integer(frame.number)], session: session)
            }
        }
        if !Task.isCancelled { end() }
    }

    /// Until nobody looks any more.
    private func follow(_ changes: AsyncStream<Void>) async {
        for await _ in changes {
            guard shared.withLock({ $0.state.isWatched }) else { return }
            guard let (pages, selected) = try? await source.openPages() else { continue }
            let (begin, end) = shared.withLock { shared in
                let casts = shared.state.look(at: pages, selected: selected)
                for signal in shared.signals.values { signal.yield() }
                return casts
            }
            for session in end { try? await source.send("Page.stopScreencast", [:], session: session) }
            for page in begin {
                do throws(BrowserFailure) {
                    try await source.send("Page.startScreencast", Self.format, session: page.session)
                } catch {
                    shared.withLock { $0.state.failed(page.session) }
                }
            }
        }
    }

    /// As large as the encoder of recordings takes it (H.264, level 4.0).
    private static let format: JSONObject = ["format": "jpeg", "quality": 70, "maxWidth": 1440, "maxHeight": 1440]
}

/// Somebody who looks at a browser. Whoever gives it up looks no longer.
package final class ScreencastViewer: Sendable {
    private struct Last {
        var frame: ScreencastFrame
        var at: ContinuousClock.Instant
    }

    private let screencasts: Screencasts
    private let viewer: Int
    private let subject: ScreencastState.Subject
    private let signal: AsyncStream<Void>
    private let pause: Mutex<Duration>
    private let last = Mutex<Last?>(nil)

    fileprivate init(
        _ screencasts: Screencasts, viewer: Int, subject: ScreencastState.Subject, signal: AsyncStream<Void>,
        pause: Duration
    ) {
        self.screencasts = screencasts
        self.viewer = viewer
        self.subject = subject
        self.signal = signal
        self.pause = Mutex(pause)
    }

    deinit {
        screencasts.leave(viewer)
    }

    /// The next picture that is new, once the last one was taken and its pause is over; nil when there will be none, or if the task is
    /// cancelled. To be called by one task at a time.
    package func next() async -> ScreencastPicture? {
        if let last = last.withLock({ $0 }) {
            guard (try? await Task.sleep(until: last.at + pause.withLock { $0 }, clock: .continuous)) != nil else {
                return nil
            }
            await screencasts.acknowledge(last.frame)
        }
        while !Task.isCancelled {
            switch screencasts.next(for: viewer) {
            case .frame(let frame):
                last.withLock { $0 = Last(frame: frame, at: .now) }
                return frame.picture
            case .over: return nil
            case .wait:
                var changes = signal.makeAsyncIterator()
                guard await changes.next() != nil else { return nil }
            }
        }
        return nil
    }

    /// Changes how long it waits after each picture.
    func wait(_ duration: Duration) { pause.withLock { $0 = duration } }
}

extension DevToolsEvent {
    /// The picture of a `Page.screencastFrame`, and what it is acknowledged by.
    fileprivate var screencastFrame: (picture: ScreencastPicture, number: Int64)? {
        guard let text = parameters["data"]?.string, let data = Data(base64Encoded: text),
            case .integer(let number) = parameters["sessionId"]
        else { return nil }
        let metadata = parameters["metadata"]
        func length(_ name: String) -> Double { metadata?[path: name].flatMap(Double.init(field:)) ?? 0 }
        let picture = ScreencastPicture(
            jpeg: [UInt8](data), width: length("deviceWidth"), height: length("deviceHeight"))
        return (picture, number)
    }
}
