import Admin
import Anchor
import Anon
import Browsers
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
    /// Its request numbers, and where it stood before the last of them.
    let history: RequestHistory
    /// Anchor's state.
    let anchor: AnchorStore
    /// Anon's state.
    let anon: AnonStore
    /// Both again, for what is done to each vendor's.
    let parts: [VendorPart]
    /// Both once more, for going back in them.
    private let stores: VendorStores
    /// What runs behind the sessions of each vendor; nil if the server was started without browsers.
    private let browsers: BrowsersOfWorld?
    /// What it began as, and what a reset makes it again.
    let start: WorldStart
    /// Which line of history its request numbers belong to.
    let lineage: Lineage
    /// What wakes and ends its deliveries to webhooks.
    let webhooks = WorldWebhooks()
    /// Who begins with them; nil in tests of other things.
    let deliveries: WebhookDeliveries?
    /// How far it is on disk.
    let saved = SavedMark()
    private let lastUsed = Atomic<UInt64>(0)
    private let largeObjects: Atomic<Bool>
    private let broughtBytes: Atomic<Int>

    /// A world that goes on from `snapshot`.
    ///
    /// - Parameters:
    ///   - past: what it knows of the time before.
    ///   - historyBudget: what worlds may keep of their past.
    ///   - files: what the contents of files are charged to.
    ///   - deliveries: who delivers to its webhooks.
    ///   - brought: how many bytes requests have brought into the world that it takes the place of.
    init(
        _ snapshot: WorldSnapshot, past: InheritedPast, journal: Journal, historyBudget: HistoryBudget,
        wall: WallClock, keySets: any KeySetDownloader, files: StoredBytesBudget, browsers: BrowserRegistry? = nil,
        deliveries: WebhookDeliveries? = nil, brought: Int = 0
    ) {
        self.deliveries = deliveries
        broughtBytes = Atomic(brought)
        start = snapshot.start
        lineage = snapshot.lineage
        name = start.name
        clock = WorldClock(start: snapshot.now, mode: snapshot.clockMode, wall: wall)
        rules = RuleBook(snapshot.rules)
        let policies = start.policies
        let network = start.network
        let clock = clock
        self.browsers = browsers.map {
            BrowsersOfWorld($0, world: snapshot.start.name, network: network, clock: clock)
        }
        anchor = AnchorStore(
            snapshot.states.anchor, policies: policies.anchor, browsers: self.browsers?.anchor ?? NoBrowsers(),
            files: files, log: past.logs.anchor)
        anon = AnonStore(
            snapshot.states.anon, policies: policies.anon,
            keySets: KeySetCache(downloading: keySets, lifetime: policies.anon.keySetLifetime),
            browsers: self.browsers?.anon ?? NoBrowsers(), log: past.logs.anon)
        parts = [VendorPart(.anchor, anchor), VendorPart(.anon, anon)]
        stores = VendorStores(anchor: anchor.content, anon: anon.content)
        self.journal = journal
        history = RequestHistory(
            requestNumber: snapshot.requestNumber, marks: past.marks, in: stores, budget: historyBudget)
        largeObjects = Atomic(snapshot.mayHaveLargeObjects)
        anchor.whenWebhooksAreDue { [weak self] in self?.wakeWebhooks() }
    }

    /// The scenario that it began with.
    var scenarioName: String { start.scenarioName }

    /// Gives a request its number, from 1, and its time, and remembers where the world stood before it.
    ///
    /// - Parameter weight: about how many bytes the request may put in the place of others.
    func arrive(weight: Int = 0) -> (number: Int, at: Moment) {
        if weight > 0 { broughtBytes.add(weight, ordering: .relaxed) }
        return history.arrive(weight: weight) { number, latest in
            let (mode, now) = clock.reading
            return RequestMark(
                number: number, clockMode: mode, now: now, rules: .current(in: rules, known: latest?.rules),
                versions: stores.mark(), mayHaveLargeObjects: mayHaveLargeObjects)
        }
    }

    /// About how many bytes requests have brought into the world since it began.
    var brought: Int { broughtBytes.load(ordering: .relaxed) }

    /// The whole world as it is now; at no cost, and what happens later does not change it.
    var snapshot: WorldSnapshot {
        history.look { number, latest in
            let (mode, now) = clock.reading
            let (rules, past) = (rules.snapshot, stores.past)
            return WorldSnapshot(
                start: start, clockMode: mode, now: now, rules: rules, states: past.states, requestNumber: number,
                lineage: lineage, mayHaveLargeObjects: mayHaveLargeObjects,
                sinceLastRequest: latest.map { past.logs.steps(backTo: $0.versions) } ?? VendorSteps())
        }
    }

    /// What the world was before request `number`. Throws if that is no longer kept, or has not come yet.
    func snapshot(before number: Int) throws(RewindRefusal) -> WorldSnapshot {
        let found = try history.past(before: number)
        let (mark, past) = (found.mark, found.now.rewound(to: found.mark.versions))
        return WorldSnapshot(
            start: start, clockMode: mark.clockMode, now: mark.now, rules: mark.rules.state, states: past.states,
            requestNumber: number - 1, lineage: lineage, mayHaveLargeObjects: mark.mayHaveLargeObjects,
            sinceLastRequest: found.previous.map { past.logs.steps(backTo: $0.versions) } ?? VendorSteps())
    }

    /// Whether some of its objects may be so large that to show one takes long.
    var mayHaveLargeObjects: Bool { largeObjects.load(ordering: .relaxed) }

    /// Remembers that a request came of which a large object may be made.
    func noteLargeBody() { largeObjects.store(true, ordering: .relaxed) }

    /// Remembers that a request came, for choosing the idlest world.
    func touch(_ stamp: UInt64) {
        lastUsed.store(stamp, ordering: .relaxed)
    }

    /// Nobody waits for anything in the world any more.
    func retireWaits() {
        webhooks.retire()
        // Before the clock, whose end is no instant that anybody waited for.
        anchor.signals.retire()
        clock.retire()
        journal.retire()
    }

    /// Requests that are still in the world get no browser any more.
    func retireBrowsers() { browsers?.retire() }

    /// Whether a session behind which a browser runs still does.
    ///
    /// - Parameter activity: a number that stays the same while nobody uses the browser; nil while a client is attached.
    func isRunning(_ key: BrowserKey, activity: UInt64?) -> Bool {
        switch key.vendor {
        case VendorKind.anchor.name: anchor.isRunning(key.session, at: clock.now)
        default: anon.hasRemoteBrowser(key.session) && browsers?.isUsed(key.session, activity, at: clock.now) ?? false
        }
    }

    /// When a request came last, in arrivals of the process.
    var idleSince: UInt64 { lastUsed.load(ordering: .relaxed) }
}
