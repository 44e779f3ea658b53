/// When the disk is asked to make commits safe from a power cut. A process that is killed loses nothing either way.
package enum DiskSync: String, CaseIterable, Sendable {
    /// At checkpoints: a power cut may take the last commits, and the file stays whole.
    case normal
    /// At every commit: a power cut takes nothing.
    case full
}
