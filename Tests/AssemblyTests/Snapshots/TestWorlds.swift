import Kernel
import KernelHTTP
import Tokens

@testable import Assembly

/// Worlds of the default scenario without a server around them.
struct TestWorlds {
    private struct NoKeySets: KeySetDownloader {
        func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
            throw KeySetDownloadFailure(.cancelled, at: url.description)
        }
    }

    let factory: WorldFactory
    private let start: StartingPoint

    init(historyLimit: Int = 1000, historyBytes: Int = 64 << 20) throws {
        let began = Moment(milliseconds: 1_767_225_600_000)
        start = StartingPoint(
            try ScenarioCatalog(fixtures: nil).scenario(overlaying: []),
            settings: StartingPoint.Settings(clockMode: .frozen, allowsHTTPCallbacks: false, processStart: began))
        factory = WorldFactory(
            journalBudget: JournalBudget(bytes: 1 << 20),
            historyBudget: HistoryBudget(limit: historyLimit, bytes: historyBytes),
            wall: .constant(began), keySets: NoKeySets())
    }

    func start(of name: String) -> WorldStart { start.start(of: WorldName(name) ?? .default) }

    func world(_ name: String) -> World { factory.world(beginning: start(of: name)) }

    func snapshot(of name: String) -> WorldSnapshot { world(name).snapshot }
}
