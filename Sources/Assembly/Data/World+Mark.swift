import Anchor
import Anon
import Kernel

extension World {
    /// How far the world has come.
    var mark: WorldMark {
        WorldMark(anchor: anchor.version, anon: anon.version, clock: clock.position, rules: rules.snapshot)
    }

    /// Whether everything that can be seen in the world now is on disk.
    var isSaved: Bool { saved.covers(mark) }
}
