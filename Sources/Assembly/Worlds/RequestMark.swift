import Anchor
import Anon
import Kernel

/// Where a world stood before a request: a few numbers, and what was the same before the last one is shared with it.
struct RequestMark: Sendable {
    /// The number of the request.
    let number: Int
    /// Whether the world's time passed by itself.
    let clockMode: ClockMode
    /// The world's time.
    let now: Moment
    /// Its rules, and how each had fared.
    let rules: KeptRules
    /// Which versions of the vendors' states it had.
    let versions: VendorVersions
    /// Whether some of its objects might be so large that to show one takes long.
    let mayHaveLargeObjects: Bool
    /// About how many bytes are kept alive because of the request, and because of what was done since the one before it.
    var weight = 0
}

/// The rules of a world at a mark. An object, so that marks between which nothing changed share it.
final class KeptRules: Sendable {
    /// The rules, and how each had fared.
    let state: RuleBookState
    private let version: Int

    private init(of rules: RuleBook) {
        (version, state) = rules.versioned
    }

    /// What the book has now: `known`, which was taken from it earlier, if nothing was changed since.
    static func current(in rules: RuleBook, known: KeptRules?) -> KeptRules {
        if let known, known.version == rules.version { return known }
        return KeptRules(of: rules)
    }
}

/// The versions of the vendors' states at one moment.
struct VendorVersions: Equatable, Sendable {
    /// The version of Anchor's.
    let anchor: Int
    /// The version of Anon's.
    let anon: Int
}

/// The vendors' states of one world, for going back in them.
///
/// Every request marks them; hence properties, and nothing that goes over a list.
struct VendorStores: Sendable {
    /// Anchor's.
    let anchor: RewindableStore<AnchorState>
    /// Anon's.
    let anon: RewindableStore<AnonState>

    /// Marks both as they are now, for going back to it. One mark at a time.
    func mark() -> VendorVersions { VendorVersions(anchor: anchor.mark(), anon: anon.mark()) }

    /// Keeps what it takes to go back to these versions and to later ones, and nothing else; nil for nothing at all.
    func keep(from versions: VendorVersions?) {
        anchor.keep(from: versions?.anchor)
        anon.keep(from: versions?.anon)
    }

    /// Frees what need not be kept, with no lock held.
    func trim() {
        anchor.trim()
        anon.trim()
    }

    /// About how many bytes the changes have kept alive, those that are forgotten included.
    var recordedBytes: Int { anchor.recordedBytes &+ anon.recordedBytes }

    /// Both states and what leads back from them, as values.
    var past: VendorPast {
        let (anchor, anon) = (anchor.copy, anon.copy)
        return VendorPast(
            states: VendorStates(anchor: anchor.state, anon: anon.state), logs: VendorLogs(anchor.log, anon.log))
    }
}

/// What leads back from the vendors' states of one world to earlier versions.
struct VendorLogs: Sendable {
    /// What leads back from Anchor's.
    let anchor: UndoLog<AnchorState>
    /// What leads back from Anon's.
    let anon: UndoLog<AnonState>

    /// Logs that lead nowhere, or these.
    init(_ anchor: UndoLog<AnchorState> = UndoLog(), _ anon: UndoLog<AnonState> = UndoLog()) {
        self.anchor = anchor
        self.anon = anon
    }

    /// The steps that lead back to these versions.
    func steps(backTo versions: VendorVersions) -> VendorSteps {
        VendorSteps(anchor: anchor.steps(backTo: versions.anchor), anon: anon.steps(backTo: versions.anon))
    }

    /// The logs of the states as they were at these versions, with steps of another course of events behind.
    func branched(at versions: VendorVersions, followedBy steps: VendorSteps) -> VendorLogs {
        VendorLogs(
            anchor.branched(at: versions.anchor, followedBy: steps.anchor),
            anon.branched(at: versions.anon, followedBy: steps.anon))
    }
}

/// Steps that lead back in the vendors' states, oldest first.
struct VendorSteps: Sendable {
    /// Those of Anchor's.
    var anchor: [AnchorState.Undo] = []
    /// Those of Anon's.
    var anon: [AnonState.Undo] = []
}

/// The vendors' states at one moment, and what leads back from them.
struct VendorPast: Sendable {
    /// The states.
    let states: VendorStates
    /// What leads back from them.
    let logs: VendorLogs

    /// What both were at these versions.
    func rewound(to versions: VendorVersions) -> VendorPast {
        var (anchor, anon) = (states.anchor, states.anon)
        var (anchorLog, anonLog) = (logs.anchor, logs.anon)
        anchorLog.rewind(&anchor, to: versions.anchor)
        anonLog.rewind(&anon, to: versions.anon)
        return VendorPast(
            states: VendorStates(anchor: anchor, anon: anon), logs: VendorLogs(anchorLog, anonLog))
    }
}
