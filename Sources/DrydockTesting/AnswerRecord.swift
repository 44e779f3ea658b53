import FoundationEssentials
import Kernel

/// What a test's server answered, kept on disk so that it can be held against the OpenAPI description afterwards.
///
/// Only where `DRYDOCK_TEST_ANSWERS` names a folder, as `Tests/run` does.
struct AnswerRecord {
    private let folder: String

    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let folder = environment["DRYDOCK_TEST_ANSWERS"], !folder.isEmpty else { return nil }
        self.folder = folder
    }

    /// Writes the journal of each world to a file of its own.
    func keep(_ drydock: RunningDrydock) async throws {
        let loopback = ["Host": "localhost"]
        let worlds = try await drydock.send("GET", "/_drydock/worlds", headers: loopback)
        for world in worlds["worlds"]?.array ?? [] {
            guard let name = world.object?["name"]?.string else { continue }
            let journal = try await drydock.send(
                "GET", "/_drydock/requests?world=\(name)&secrets=shown", headers: loopback)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(journal.text.utf8).write(to: URL(filePath: "\(folder)/\(drydock.port)-\(name).json"))
        }
    }
}
