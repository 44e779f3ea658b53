import ArgumentParser
import Assembly
import Kernel
import Logging

extension ServeOptions {
    /// The flags, then the environment, then the defaults.
    func configuration(_ environment: EnvironmentValues = EnvironmentValues()) throws -> DrydockConfiguration {
        var configuration = DrydockConfiguration()
        configuration.host = host ?? environment["HOST"] ?? configuration.host
        configuration.port = try port ?? environment.value("PORT") ?? configuration.port
        guard (0...65_535).contains(configuration.port) else {
            throw ValidationError("the port must be 0 to 65535, not \(configuration.port)")
        }
        configuration.controlHosts = controlHost.isEmpty ? environment.list("CONTROL_HOST") : controlHost
        configuration.scenarios = scenario.isEmpty ? environment.list("SCENARIO") : scenario
        configuration.fixtures = fixtures ?? environment["FIXTURES"]
        configuration.dataFile = data ?? environment["DATA"]
        configuration.syncsEveryCommit = try (dataSync ?? environment.value("DATA_SYNC") ?? .normal) == .full
        configuration.watches = try watch || environment.isOn("WATCH")
        configuration.publicURL = publicUrl ?? environment["PUBLIC_URL"]
        configuration.seed = try seed ?? environment.value("SEED")
        let clock = try clock ?? environment.value("CLOCK")
        configuration.clockMode = clock?.mode
        configuration.clockStart = clock?.start
        configuration.allowsHTTPCallbacks = try allowHttpCallbacks || environment.isOn("ALLOW_HTTP_CALLBACKS")
        configuration.hints = try !(noHints || environment.isOn("NO_HINTS"))
        let journalBytes = try journalBytes ?? environment.value("JOURNAL_BYTES")
        configuration.journalBytes = journalBytes?.bytes ?? configuration.journalBytes
        configuration.logger = try logger(environment)
        return configuration
    }

    /// Where the port is to be written.
    func portFile(_ environment: EnvironmentValues = EnvironmentValues()) -> String? {
        portFile ?? environment["PORT_FILE"]
    }

    private func logger(_ environment: EnvironmentValues) throws -> Logger {
        let format = try logFormat ?? environment.value("LOG_FORMAT") ?? .text
        let level = try logLevel ?? environment.value("LOG_LEVEL")
        var logger = Logger(label: "drydock") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = level?.level ?? .notice
        return logger
    }
}
