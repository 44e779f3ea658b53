import Kernel
import Logging
import Scenarios
import ServiceLifecycle
import Synchronization

/// Takes edited scenario files into use: all of them or none. Worlds whose scenario is another one now begin anew.
final class ScenarioWatch: Sendable {
    private let fixtures: String?
    private let names: [String]
    private let settings: StartingPoint.Settings
    private let scenarioStore: ScenarioStore
    private let worlds: Worlds
    private let logger: Logger
    private let state = Mutex(WatchState<[String: FileStamp]>())

    /// - Parameters:
    ///   - fixtures: the folder of `--fixtures`.
    ///   - names: the names and paths of `--scenario`.
    init(
        fixtures: String?, names: [String], settings: StartingPoint.Settings, scenarioStore: ScenarioStore,
        worlds: Worlds, logger: Logger
    ) {
        self.fixtures = fixtures
        self.names = names
        self.settings = settings
        self.scenarioStore = scenarioStore
        self.worlds = worlds
        self.logger = logger
    }

    /// Looks at the files once, and does what is to be done.
    func look() {
        let files = WatchedFiles(folder: fixtures, paths: Array(scenarioStore.catalog.given.keys))
        guard state.withLock({ $0.look(files.stamps()) }) else { return }
        do throws(StartRefusal) {
            try takeIntoUse()
        } catch {
            scenarioStore.refuse(error.complaints)
            for complaint in error.complaints { logger.error("scenario file refused: \(complaint)") }
            logger.error("scenario files have mistakes; what was read before stays in use")
        }
    }

    private func takeIntoUse() throws(StartRefusal) {
        let before = scenarioStore.catalog
        let catalog = try ScenarioCatalog(fixtures: fixtures, names: names)
        let start = try start(on: catalog)
        if catalog.differs(from: before) {
            scenarioStore.swap(catalog: catalog, start: start)
            logger.notice("edited scenario files are in use")
            restart(from: before, to: catalog)
        } else {
            // Nothing is new; but what was wrong may have been taken back.
            scenarioStore.refuse([])
        }
    }

    /// What worlds begin from. Throws everything that is wrong with any file.
    private func start(on catalog: ScenarioCatalog) throws(StartRefusal) -> StartingPoint {
        var complaints = catalog.complaints
        do throws(StartRefusal) {
            let start = StartingPoint(try catalog.scenario(overlaying: names), settings: settings)
            if complaints.isEmpty { return start }
        } catch {
            complaints += error.complaints.filter { !complaints.contains($0) }
        }
        throw StartRefusal(complaints)
    }

    /// Starts those worlds anew that began from something that is no longer the same.
    private func restart(from before: ScenarioCatalog, to catalog: ScenarioCatalog) {
        var successors: [ScenarioSources: StartingPoint?] = [:]
        // In this order, one that is entered meanwhile is not missed.
        let asleep = worlds.outlines.map { ($0.world.name, $0.outline.start.scenario) }
        let awake = worlds.all.map { ($0.name, $0.start.record.scenario) }
        let all = Dictionary(asleep + awake) { $1 }.sorted { $0.key.description < $1.key.description }
        for (name, sources) in all {
            let successor = successors[sources] ?? successor(of: sources, from: before, to: catalog)
            successors[sources] = .some(successor)
            guard let successor else { continue }
            logger.notice(
                "world begins anew", metadata: ["world": "\(name)", "because": "its scenario was edited"])
            do throws(WorldRefusal) {
                try worlds.load(successor, into: name)
            } catch {
                logger.error(
                    "the world does not begin anew",
                    metadata: ["world": "\(name)", "because": "\(error.reason.detail)"])
            }
        }
    }

    /// What worlds made from `sources` begin from now; nil if that is the same, or came from elsewhere, or is gone.
    private func successor(
        of sources: ScenarioSources, from before: ScenarioCatalog, to catalog: ScenarioCatalog
    ) -> StartingPoint? {
        guard let documents = before.successors(of: sources.documents, on: catalog),
            let scenario = try? catalog.scenario(documents: documents), !scenario.sources.say(sources)
        else { return nil }
        return StartingPoint(scenario, settings: settings)
    }
}

// MARK: - Before and after an edit

extension ScenarioCatalog {
    /// Whether `other` has other texts.
    func differs(from other: ScenarioCatalog) -> Bool { library != other.library || given != other.given }

    /// What is wrong with the scenarios that are not built in, one line each.
    var complaints: [String] {
        (library.own + given.values.sorted { $0.file < $1.file }).flatMap { document in
            do throws(ScenarioComplaints) {
                _ = try reader.read([document])
                return [String]()
            } catch {
                return error.complaints.map(\.description)
            }
        }
    }

    /// The scenario of these texts, later ones laid over earlier ones.
    func scenario(documents: [ScenarioDocument]) throws(StartRefusal) -> Scenario {
        try Self.refusing { () throws(ScenarioComplaints) in try reader.read(documents) }
    }

    /// What has taken the place of these texts in another catalog; a text that is from elsewhere stays. Nil if one is gone.
    func successors(of documents: [ScenarioDocument], on other: ScenarioCatalog) -> [ScenarioDocument]? {
        var successors: [ScenarioDocument] = []
        for document in documents {
            if let path = given.first(where: { $0.value.says(document) })?.key {
                guard let successor = other.given[path] else { return nil }
                successors.append(successor)
            } else if library.document(named: document.name)?.says(document) == true {
                guard let successor = other.library.document(named: document.name) else { return nil }
                successors.append(successor)
            } else {
                successors.append(document)
            }
        }
        return successors
    }
}

// MARK: - When to look

/// When watched files are to be read again: once they have changed and then stayed the same for a look, so that a file that is
/// half written, or a folder that is being moved into place, is not taken for the whole.
struct WatchState<Stamps: Equatable> {
    private var read: Stamps?
    private var seen: Stamps?

    /// Nothing was read yet: the first look asks for it.
    init() {}

    /// Whether to read now what looks like `stamps`.
    mutating func look(_ stamps: Stamps) -> Bool {
        guard read != nil else {
            read = stamps
            return true
        }
        guard stamps != read else {
            seen = nil
            return false
        }
        guard stamps == seen else {
            seen = stamps
            return false
        }
        read = stamps
        seen = nil
        return true
    }
}

/// Looks at the scenario files from time to time. Polling sees every kind of edit on every kind of file system, shared
/// folders of containers included.
struct WatchService: Service {
    private let watch: ScenarioWatch
    private let interval: Duration

    init(_ watch: ScenarioWatch, every interval: Duration) {
        self.watch = watch
        self.interval = interval
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { watch.look() } while (try? await ContinuousClock().sleep(for: interval)) != nil
        }
    }
}
