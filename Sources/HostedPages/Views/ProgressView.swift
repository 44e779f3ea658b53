/// One station of the way through a page, as `progress.mustache` shows it.
package struct ProgressView: Sendable {
    let name: String
    let isDone: Bool
    let isCurrent: Bool

    /// The stations, with the one at `current` (from 0) as the present one. After the last one, all are done.
    package static func stations(_ names: [String] = ["Start", "Sign in", "Done"], current: Int) -> [ProgressView] {
        names.enumerated().map { position, name in
            ProgressView(name: name, isDone: position < current, isCurrent: position == current)
        }
    }
}
