import Anchor
import Anon
import Browsers
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
    private let seeds: (anchor: AnchorSeed, anon: AnonSeed)
    private let network: BrowserNetwork
    private let policies: VendorPolicies

    init(_ scenario: Scenario, settings: Settings) {
        self.scenario = scenario
        self.settings = settings
        seeds = (scenario.section(), scenario.section())
        network = scenario.section(BrowserNetworkSeed.self).described
        var anchor = AnchorPolicies(seeds.anchor)
        if settings.allowsHTTPCallbacks { anchor.callbackScheme = .httpsOrLoopback }
        policies = VendorPolicies(anchor: anchor, anon: AnonPolicies(seeds.anon))
    }

    /// What `record` says, with the scenario looked up in `catalog`. Throws if it cannot be read.
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
            states: VendorStates(
                anchor: AnchorState(
                    seed: seeds.anchor, policies: policies.anchor, network: network,
                    ids: IDSequence(seed: seed, tag: name.tag, stream: AnchorSeed.name), now: now),
                anon: AnonState(
                    seed: seeds.anon, network: network,
                    ids: IDSequence(seed: seed, tag: name.tag, stream: AnonSeed.name), now: now)),
            policies: policies, network: network)
    }
}

/// The choices of all vendors, as one world has them.
struct VendorPolicies: Sendable {
    let anchor: AnchorPolicies
    let anon: AnonPolicies
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
    let states: VendorStates
    let policies: VendorPolicies
    /// What its browsers reach.
    let network: BrowserNetwork

    init(
        name: WorldName, scenarioName: String, record: StartRecord, clockStart: Moment?, clockMode: ClockMode,
        rules: RuleBookState, states: VendorStates, policies: VendorPolicies, network: BrowserNetwork
    ) {
        self.name = name
        self.scenarioName = scenarioName
        self.record = record
        self.clockStart = clockStart
        self.clockMode = clockMode
        self.rules = rules
        self.states = states
        self.policies = policies
        self.network = network
    }
}
