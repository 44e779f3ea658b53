import FoundationEssentials
import Kernel
import Synchronization

/// Records what a session's browser shows, until the browser is to end.
///
/// Pictures lie in a folder that goes with the browser; the film that is made of them at the end lies where it stays.
package final class SessionRecorder: Sendable {
    private struct Shared {
        var film = FilmState()
        /// What was shown while the recording was paused.
        var missed: ScreencastPicture?
        var task: Task<Void, Never>?
        var size: (width: Double, height: Double)?
    }

    private let screencasts: Screencasts
    private let folder: String
    private let shared = Mutex(Shared())
    private let start = ContinuousClock.now

    /// - Parameter folder: where the pictures lie; it is made.
    init(_ screencasts: Screencasts, folder: String) {
        self.screencasts = screencasts
        self.folder = folder
    }

    private var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// Begins.
    func begin() {
        shared.withLock { shared in
            guard shared.task == nil else { return }
            shared.task = Task(operation: { await self.record() })
        }
    }

    /// Nothing is recorded from now on.
    package func pause() {
        let now = now
        shared.withLock { $0.film.pause(at: now) }
    }

    /// It goes on, with what is shown now.
    package func resume() {
        let now = now
        let missed = shared.withLock { shared -> ScreencastPicture? in
            guard shared.film.resume(at: now) else { return nil }
            defer { shared.missed = nil }
            return shared.missed
        }
        if let missed { keep(missed) }
    }

    /// Ends the recording. Returns its pictures with how long each was shown.
    func finish() async -> [FilmPicture] {
        let now = now
        let (task, frames) = shared.withLock { ($0.task, $0.film.shown(at: now)) }
        task?.cancel()
        await task?.value
        return frames.map { FilmPicture(path: path(of: $0.frame.number), milliseconds: $0.milliseconds) }
    }

    private func record() async {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard
            let viewer = try? screencasts.watch(
                .selected, asRecorder: true, pause: .milliseconds(FilmState().interval))
        else { return }
        while let picture = await viewer.next() {
            keep(picture)
            viewer.wait(.milliseconds(shared.withLock { $0.film.interval }))
        }
    }

    private func keep(_ picture: ScreencastPicture) {
        let now = now
        let addition = shared.withLock { shared in
            if shared.film.isPaused { shared.missed = picture }
            return shared.film.add(size: picture.jpeg.count, at: now)
        }
        if let number = addition.number {
            try? Data(picture.jpeg).write(to: URL(filePath: path(of: number)))
        }
        for number in addition.removed { try? FileManager.default.removeItem(atPath: path(of: number)) }
    }

    private func path(of number: Int) -> String { "\(folder)/\(number).jpg" }
}

/// A picture of a recording.
struct FilmPicture: Sendable, Equatable {
    /// Where its JPEG file lies.
    let path: String
    /// How long it was shown.
    let milliseconds: Int64
}
