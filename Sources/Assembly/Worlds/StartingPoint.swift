import Anchor
import Anon
import Kernel
import Scenarios

/// A scenario made ready: worlds of any name can begin from it.
struct StartingPoint: Sendable {
    /// What the server was told that goes over or under what the scenario says.
    struct Settings: Codable, Sendable, Equatable {
        var seed: UInt64?
        var clockMode: ClockMode?
        var clockStart: Moment?
        var allowsHTTPCallbacks: Bool
        /// When the process began: the start of frozen clocks that nothing else starts.
        var processStart: Moment
    }

    private let scenario: Scenario
    private let settings: Settings
    private let anchorSeed: AnchorSeed
    private let anchorPolicies: AnchorPolicies
    private let anonSeed: AnonSeed
    private let anonPolicies: AnonPolicies

    init(_ scenario: Scenario, settings: Settings) {
        self.scenario = scenario
        self.settings = settings
        anchorSeed = scenario.section(AnchorSeed.self)
        var policies = AnchorPolicies(anchorSeed)
        if settings.allowsHTTPCallbacks { policies.callbackScheme = .httpsOrLoopback }
        anchorPolicies = policies
        anonSeed = scenario.section(AnonSeed.self)
        anonPolicies = AnonPolicies(anonSeed)
    }

    /// What `record` says, with the scenario looked up on `catalog`. Throws where it cannot be read.
    init(_ record: StartRecord, catalog: ScenarioCatalog) throws(StartRefusal) {
        self.init(try catalog.scenario(of: record.scenario), settings: record.settings)
    }

    var scenarioName: String { scenario.name }

    /// What the world of this name begins as.
    func start(of name: WorldName) -> WorldStart {
        let mode = settings.clockMode ?? scenario.clockMode ?? .running
        let start = settings.clockStart ?? scenario.clockStart ?? (mode == .frozen ? settings.processStart : nil)
        let now = start ?? settings.processStart
        let seed = settings.seed ?? scenario.seed
        return WorldStart(
            name: name, scenarioName: scenario.name,
            record: StartRecord(scenario: scenario.sources, settings: settings), clockStart: start, clockMode: mode,
            rules: RuleBookState(scenario.rules, seed: seed),
            anchor: AnchorState(
                seed: anchorSeed, policies: anchorPolicies,
                ids: IDSequence(seed: seed, tag: name.tag, stream: AnchorSeed.name), now: now),
            anchorPolicies: anchorPolicies,
            anon: AnonState(
                seed: anonSeed, ids: IDSequence(seed: seed, tag: name.tag, stream: AnonSeed.name), now: now),
            anonPolicies: anonPolicies)
    }
}

/// What the start of a world is made from: enough to make it again in another process.
struct StartRecord: Codable, Sendable, Equatable {
    /// The scenario's texts.
    let scenario: ScenarioSources
    /// What went over or under them.
    let settings: StartingPoint.Settings
}

/// What a world begins as: values that are copied at no cost, so that a reset takes as long with a million objects as with none.
final class WorldStart: Sendable {
    let name: WorldName
    let scenarioName: String
    /// What all of this was made from.
    let record: StartRecord
    let clockStart: Moment?
    let clockMode: ClockMode
    let rules: RuleBookState
    let anchor: AnchorState
    let anchorPolicies: AnchorPolicies
    let anon: AnonState
    let anonPolicies: AnonPolicies

    init(
        name: WorldName, scenarioName: String, record: StartRecord, clockStart: Moment?, clockMode: ClockMode,
        rules: RuleBookState, anchor: AnchorState, anchorPolicies: AnchorPolicies, anon: AnonState,
        anonPolicies: AnonPolicies
    ) {
        self.name = name
        self.scenarioName = scenarioName
        self.record = record
        self.clockStart = clockStart
        self.clockMode = clockMode
        self.rules = rules
        self.anchor = anchor
        self.anchorPolicies = anchorPolicies
        self.anon = anon
        self.anonPolicies = anonPolicies
    }
}
