import Assembly
import DrydockTesting
import FoundationEssentials

/// A folder with a data file, which lives as long as the test that made it.
final class DataFolder: Sendable {
    private let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "drydock-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The data file.
    var file: String { "\(path)/worlds.db" }

    /// A server that keeps its worlds there.
    func configuration(scenario: String? = nil) throws(DrydockFailure) -> DrydockConfiguration {
        var configuration = try DrydockConfiguration.testing(scenario: scenario)
        configuration.dataFile = file
        return configuration
    }
}
