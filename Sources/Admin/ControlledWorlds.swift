package import Kernel
package import KernelHTTP

/// What the control plane acts on. `Assembly` implements it, because only there all vendors are known.
package protocol ControlledWorlds: ControlledEvents, ControlledExchanges, ControlledMetrics, ControlledObjects,
    ControlledRules, ControlledSnapshots, ControlledTaskResults, ControlledWebhooks, MarkedWorlds
{
    /// Drydock's version.
    var version: String { get }
    /// The commit that it was built of; nil if that is unknown.
    var commit: String? { get }
    /// How long the process has been serving, in real time.
    var uptime: TimeSpan { get }
    /// The world of this name, made at its first use. Throws if there cannot be one.
    func world(_ name: WorldName) throws(ControlRefusal) -> any ControlledWorld
    /// All worlds, in the order of their names.
    var worlds: [WorldReport] { get }
    /// The worlds of the data file that could not be read, in the order of their names.
    var setAside: [SetAsideWorld] { get }
    /// Forgets a world, one that is set aside as well; the next request in it makes it anew. Returns false if there was none.
    func drop(_ name: WorldName) -> Bool
    /// Puts a world back to its start scenario, in one swap.
    func reset(_ name: WorldName) throws(ControlRefusal)
    /// The scenarios that can be loaded by name.
    var scenarios: [ScenarioSummary] { get }
    /// What is wrong with the watched scenario files, whose older versions stay in use; empty if nothing is.
    var scenarioComplaints: [String] { get }
    /// Makes the named scenario a world's start and swaps the world. Throws `ControlRefusal`.
    func load(scenario name: String, into world: WorldName) throws
    /// The same with a scenario as YAML or JSON text. Throws `ControlRefusal` with every complaint.
    func load(document: String, into world: WorldName) throws
    /// The JSON Schema of scenario files.
    var scenarioSchema: String { get }
    /// The vendors' documented failures, and all reasons, explained. Throws if the documents that Drydock carries cannot be
    /// read, which is a bug.
    var faq: FAQCatalog { get throws }
    /// The operations of all vendors.
    var operations: [Endpoint] { get }
    /// The same with what is known of each.
    var operationTable: [KnownOperation] { get }
    /// What Drydock sends by itself, and rules can act on.
    var outgoingOperations: [OutgoingOperation] { get }
    /// The OpenAPI description of a vendor, for example `anchor`, as YAML; nil if there is none.
    func openAPI(of vendor: String) -> String?
    /// Finishes the hosted flow of an identity token without a browser. Throws `ControlRefusal`.
    func completeIdentityToken(_ token: String, in world: WorldName?, fields: Fields) async throws -> JSONValue
    /// The members that `completeLink` reads besides `deliver`.
    var linkMembers: [String] { get }
    /// Finishes Link without a browser. Throws `ControlRefusal`, and `FieldComplaint` for what it does not understand.
    func completeLink(in world: WorldName?, fields: Fields) async throws -> JSONValue
    /// The ready-made credentials of a world, and the variables to export for a client that reaches us at `origin`.
    func credentials(in world: WorldName, at origin: Origin) async throws -> JSONValue
    /// The members that `signToken` reads.
    var tokenMembers: [String] { get }
    /// Signs an app user id token at the world's time. Throws `FieldComplaint` for what it does not understand.
    func signToken(in world: WorldName, fields: Fields) async throws -> JSONValue
}

/// One world as the control plane sees it.
package protocol ControlledWorld: Sendable {
    /// Its name.
    var name: WorldName { get }
    /// Its clock.
    var clock: WorldClock { get }
    /// Its rules.
    var rules: RuleBook { get }
    /// Its journal.
    var journal: Journal { get }
    /// The name of the scenario that it began with.
    var scenarioName: String { get }
}

/// One world in a few words.
package struct WorldReport: Sendable {
    /// Its name.
    package let name: WorldName
    /// The name of the scenario that it began with.
    let scenarioName: String
    /// Its time.
    let now: Moment
    /// Whether its time passes by itself.
    let mode: ClockMode
    /// How many exchanges its journal has.
    let requests: Int
    /// What a test says that became of it; nil if none did.
    package var mark: TestMark?

    /// A world that is in memory.
    package init(_ world: any ControlledWorld) {
        self.init(
            name: world.name, scenarioName: world.scenarioName, now: world.clock.now, mode: world.clock.mode,
            requests: world.journal.count)
    }

    /// A world of which no more is known than this.
    package init(name: WorldName, scenarioName: String, now: Moment, mode: ClockMode, requests: Int = 0) {
        self.name = name
        self.scenarioName = scenarioName
        self.now = now
        self.mode = mode
        self.requests = requests
    }
}

extension WorldReport: JSONWritable {
    /// `{name, scenario, now, mode, requests, mark}`; without `mark` where there is none
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name.description)
            json.member("scenario", scenarioName)
            json.member("now", now)
            json.member("mode", mode.rawValue)
            json.member("requests", requests)
            if let mark { json.member("mark", mark) }
        }
    }
}

/// A world of the data file that could not be read. Nobody enters it, and the file keeps it as it is until it is dropped.
package struct SetAsideWorld: Error, Hashable, Sendable {
    /// What the file calls it.
    package let name: String
    /// The first row that cannot be read, for example `sessions "1c2d…" of anchor`; nil if it is no row of a table.
    package let row: String?
    /// Why, without anybody's secrets.
    package let problem: String

    /// A world that is set aside for this reason.
    package init(name: String, row: String? = nil, problem: String) {
        self.name = name
        self.row = row
        self.problem = problem
    }
}

extension SetAsideWorld: JSONWritable {
    /// `{name, row, problem}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("row", row)
            json.member("problem", problem)
        }
    }
}
