import Synchronization

/// How far a world is on disk.
final class SavedMark: Sendable {
    private let mark = Mutex<WorldMark?>(nil)

    func note(_ mark: WorldMark) {
        self.mark.withLock { $0 = mark }
    }

    /// Whether everything that was seen at `seen` is on disk.
    func covers(_ seen: WorldMark) -> Bool {
        mark.withLock { $0.map(seen.isCovered) ?? false }
    }
}
