import FoundationEssentials
import Kernel
import KernelHTTP
import Scenarios
import Tokens

@testable import Assembly

/// A folder of scenarios, the worlds that begin from them, and a watch that looks when it is told to.
final class WatchedFolder {
    private struct NoKeySets: KeySetDownloader {
        func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
            throw KeySetDownloadFailure(.cancelled, at: url.description)
        }
    }

    let path: String
    let scenarioStore: ScenarioStore
    let worlds: Worlds
    private let watch: ScenarioWatch

    /// Starts from the scenario `name` of these files.
    init(_ files: [String: String], startingFrom name: String, events: EventHub = EventHub()) throws {
        path = FileManager.default.temporaryDirectory.path + "/watched-\(UUID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
        let began = Moment(milliseconds: 1_767_225_600_000)
        let settings = StartingPoint.Settings(clockMode: .frozen, allowsHTTPCallbacks: false, processStart: began)
        let catalog = try ScenarioCatalog(fixtures: path, names: [name])
        scenarioStore = ScenarioStore(
            catalog: catalog, start: StartingPoint(try catalog.scenario(overlaying: [name]), settings: settings))
        let logger = DrydockConfiguration().logger
        worlds = Worlds(
            scenarioStore: scenarioStore, capacity: 100, journalBudget: JournalBudget(bytes: 1 << 20),
            wall: .constant(began),
            keySets: NoKeySets(), reclaimer: Reclaimer(), events: events, logger: logger)
        watch = ScenarioWatch(
            fixtures: path, names: [name], settings: settings, scenarioStore: scenarioStore, worlds: worlds,
            logger: logger)
        watch.look()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Saves a file as editors do: another one takes its place.
    func save(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"), options: .atomic)
    }

    func delete(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// Looks as often as it takes to see a change and to see that it stays.
    func look(times: Int = 2) {
        for _ in 0..<times { watch.look() }
    }

    /// Makes a world begin from a scenario of the folder.
    func load(_ scenario: String, into world: WorldName) throws {
        let settings = try worlds.world(world).start.record.settings
        try worlds.load(
            StartingPoint(try scenarioStore.catalog.scenario(named: scenario), settings: settings), into: world)
    }

    /// The same with a text of its own.
    func load(text: String, into world: WorldName) throws {
        let settings = try worlds.world(world).start.record.settings
        try worlds.load(
            StartingPoint(try scenarioStore.catalog.scenario(document: text), settings: settings), into: world)
    }
}
