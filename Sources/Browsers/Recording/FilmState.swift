/// Which pictures of a session are kept for its recording, and when each was shown: a bounded number, whatever the session does and
/// however long it runs.
struct FilmState: Sendable {
    /// One picture that is kept.
    struct Frame: Sendable, Equatable {
        /// What its file is called by.
        let number: Int
        /// When it was shown first, in milliseconds of recorded time.
        let start: Int64
        /// Its bytes, counted.
        let size: Int
    }

    /// What to do with a picture that has come.
    struct Addition: Sendable, Equatable {
        /// What to keep it as; nil if it is not to be kept.
        var number: Int?
        /// The pictures that are not kept any longer.
        var removed: [Int] = []
    }

    private(set) var frames: [Frame] = []
    /// How long the next picture waits after the last one, in milliseconds: five pictures a second at first, half as many each time
    /// when there are too many.
    private(set) var interval: Int64 = 200
    private var next = 0
    private var bytes = 0
    /// When the first picture came.
    private var start: Int64?
    private var pausedSince: Int64?
    private var paused: Int64 = 0

    private let mostFrames: Int
    private let mostBytes: Int

    /// - Parameters:
    ///   - mostFrames: how many pictures are kept.
    ///   - mostBytes: how many bytes they have together.
    init(mostFrames: Int = 1500, mostBytes: Int = 100 << 20) {
        self.mostFrames = max(mostFrames, 2)
        self.mostBytes = mostBytes
    }

    var isPaused: Bool { pausedSince != nil }

    /// A picture has come.
    mutating func add(size: Int, at now: Int64) -> Addition {
        guard !isPaused, size <= mostBytes / 2 else { return Addition() }
        if start == nil { start = now }
        let time = max(recorded(at: now), frames.last?.start ?? 0)
        var addition = Addition()
        // One that was shown for no time at all is replaced.
        if let last = frames.last, last.start == time { addition.removed.append(drop(last)) }
        while frames.count >= mostFrames || bytes > mostBytes - size, !frames.isEmpty { addition.removed += thin() }
        let frame = Frame(number: next, start: time, size: size)
        frames.append(frame)
        next += 1
        bytes += size
        addition.number = frame.number
        return addition
    }

    private mutating func drop(_ last: Frame) -> Int {
        frames.removeLast()
        bytes -= last.size
        return last.number
    }

    /// Half of the pictures go: those that were shown for the shortest times.
    private mutating func thin() -> [Int] {
        let kept = frames.count > 1 ? Self.longestShown(durations, frames.count / 2) : []
        let removed = frames.indices.filter { !kept.contains($0) }.map { frames[$0] }
        frames = frames.indices.filter(kept.contains).map { frames[$0] }
        bytes -= removed.reduce(0) { $0 + $1.size }
        // The longest session is not longer than this gets.
        interval = min(interval * 2, 3_600_000)
        return removed.map(\.number)
    }

    /// Nothing is recorded from now on; twice is once.
    mutating func pause(at now: Int64) {
        if pausedSince == nil { pausedSince = now }
    }

    /// It goes on. Returns false if it was not paused.
    mutating func resume(at now: Int64) -> Bool {
        guard let since = pausedSince else { return false }
        // What was paused before the first picture is no part of the film anyhow.
        paused += max(now - max(since, start ?? now), 0)
        pausedSince = nil
        return true
    }

    /// How much time was recorded.
    func recorded(at now: Int64) -> Int64 {
        guard let start else { return 0 }
        return max((pausedSince.map { min($0, now) } ?? now) - start - paused, 0)
    }

    /// The pictures, with how long each is shown if the film ends now.
    func shown(at now: Int64) -> [(frame: Frame, milliseconds: Int64)] {
        let ends = frames.dropFirst().map(\.start) + [max(recorded(at: now), (frames.last?.start ?? 0) + 1)]
        return zip(frames, ends).map { ($0, max($1 - $0.start, 1)) }
    }

    /// How long each was shown before the next came; the last one may be shown for ever.
    private var durations: [Int64] {
        zip(frames, frames.dropFirst()).map { $1.start - $0.start } + [.max]
    }

    /// So many of the pictures that were shown for these times: those that were shown for longest, and the first, by which the
    /// film begins. What is over in a moment is missed least.
    static func longestShown(_ durations: [Int64], _ count: Int) -> Set<Int> {
        let others = durations.indices.dropFirst().sorted { (durations[$0], $1) > (durations[$1], $0) }
        return Set(durations.indices.prefix(1) + others.prefix(max(count - 1, 0)))
    }
}
