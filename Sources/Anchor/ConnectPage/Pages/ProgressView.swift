/// One station of the way through the page, as `progress.mustache` shows it.
struct ProgressView: Sendable {
    let name: String
    let isDone: Bool
    let isCurrent: Bool

    /// The stations, with the one at `current` (from 0) as the present one. After the last one, all are done.
    static func stations(current: Int) -> [ProgressView] {
        ["Start", "Sign in", "Done"].enumerated().map { position, name in
            ProgressView(name: name, isDone: position < current, isCurrent: position == current)
        }
    }
}
