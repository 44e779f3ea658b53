import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP
import Synchronization
import Tokens

/// Everything that a test can change, in one object that is swapped whole: never edited back.
final class World: ControlledWorld {
    /// Its name.
    let name: WorldName
    /// Its clock.
    let clock: WorldClock
    /// Its rules.
    let rules: RuleBook
    /// Its exchanges.
    let journal: Journal
    /// Anchor's state.
    let anchor: AnchorStore
    /// Anon's state.
    let anon: AnonStore
    /// What it began as, and what a reset makes it again.
    let start: WorldStart
    private let requests = Atomic<Int>(0)
    private let lastUsed = Atomic<UInt64>(0)

    /// A world as it begins.
    init(_ start: WorldStart, journal: Journal, wall: WallClock, keySets: any KeySetDownloading) {
        self.start = start
        name = start.name
        clock = WorldClock(start: start.clockStart, mode: start.clockMode, wall: wall)
        rules = RuleBook(start.rules)
        anchor = AnchorStore(start.anchor, policies: start.anchorPolicies)
        anon = AnonStore(
            start.anon, policies: start.anonPolicies,
            keySets: KeySetCache(downloading: keySets, lifetime: start.anonPolicies.keySetLifetime))
        self.journal = journal
    }

    /// The scenario that it began with.
    var scenarioName: String { start.scenarioName }

    /// The number of the next request, from 1.
    func nextRequestNumber() -> Int {
        requests.add(1, ordering: .relaxed).newValue
    }

    /// Remembers that a request came, for choosing the idlest world.
    func touch(_ stamp: UInt64) {
        lastUsed.store(stamp, ordering: .relaxed)
    }

    /// When a request came last, in arrivals of the process.
    var idleSince: UInt64 { lastUsed.load(ordering: .relaxed) }
}
