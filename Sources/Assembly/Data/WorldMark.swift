import Kernel

/// How far a world has come: what an answer saw, or what is on disk.
struct WorldMark: Sendable {
    /// The number of Anchor's transitions.
    var anchor: Int
    /// The number of Anon's transitions.
    var anon: Int
    /// Where the clock stands.
    var clock: ClockPosition
    /// The rules, and how each has fared.
    var rules: RuleBookState

    /// Whether whoever has this mark depends on nothing that `other` lacks.
    func isCovered(by other: WorldMark) -> Bool {
        // Clock and rules have no order. Where they differ, this may be the older one: it waits once too often, no more.
        anchor <= other.anchor && anon <= other.anon && clock == other.clock && rules == other.rules
    }
}
