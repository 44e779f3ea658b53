import Kernel

/// The recording of a session (anchor.md 4): made with the session, there to be fetched once the session has ended.
struct SessionRecording: Codable, Sendable, Equatable {
    /// A UUID.
    let id: String
    /// Whether it was deleted.
    private(set) var isDeleted = false
    private var pausedSince: Moment?
    private var paused = TimeSpan.zero

    init(id: String) {
        self.id = id
    }

    /// Stops recording; a paused recording stays so.
    mutating func pause(at now: Moment) {
        if pausedSince == nil { pausedSince = now }
    }

    /// Goes on recording; a running recording stays so.
    mutating func resume(at now: Moment) {
        guard let since = pausedSince else { return }
        paused = TimeSpan(milliseconds: paused.milliseconds + (now - since).milliseconds)
        pausedSince = nil
    }

    /// Takes it away for good.
    mutating func delete() {
        isDeleted = true
    }

    /// How much was recorded of a session that ran from `start` to `end`.
    func length(from start: Moment, to end: Moment) -> TimeSpan {
        let missing = paused.milliseconds + (pausedSince.map { (end - $0).milliseconds } ?? 0)
        return TimeSpan(milliseconds: max(0, (end - start).milliseconds - missing))
    }
}
