package import Assembly
import FoundationEssentials
import Kernel

/// Starts a Drydock on a free port of 127.0.0.1, runs `body` against it, and stops it.
///
///     try await withDrydock(scenario: "demo") { drydock in
///         let answer = try await drydock.get("/v1/applications")
///         #expect(answer.status == 200)
///     }
///
/// - Parameters:
///   - scenario: a built-in scenario's name or a file's path; nil is `default`.
///   - clock: `running`, `frozen` or an RFC 3339 instant to be frozen at.
///   - seed: the seed of all ids; nil is the scenario's.
/// - Throws: what `body` throws, or `DrydockFailure` if the server does not start.
public func withDrydock<Outcome: Sendable>(
    scenario: String? = nil, clock: String = "frozen", seed: UInt64? = nil,
    _ body: @escaping @Sendable (RunningDrydock) async throws -> Outcome
) async throws -> Outcome {
    let configuration = try DrydockConfiguration.testing(scenario: scenario, clock: clock, seed: seed)
    return try await withDrydock(configuration, body)
}

/// Starts a Drydock with any settings, runs `body` against it, and stops it.
package func withDrydock<Outcome: Sendable>(
    _ configuration: DrydockConfiguration,
    _ body: @escaping @Sendable (RunningDrydock) async throws -> Outcome
) async throws -> Outcome {
    let drydock: Drydock
    do { drydock = try Drydock(configuration) } catch { throw DrydockFailure(reason: error.description) }
    return try await withDrydock(drydock, body)
}

/// Starts this Drydock, runs `body` against it, and stops it.
package func withDrydock<Outcome: Sendable>(
    _ drydock: Drydock, _ body: @escaping @Sendable (RunningDrydock) async throws -> Outcome
) async throws -> Outcome {
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Outcome?.self) { group in
        group.addTask {
            defer { announce.finish() }
            try await drydock.run(stoppedBySignals: false) { announce.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports {
                let running = RunningDrydock(port: port)
                let outcome = try await body(running)
                try await AnswerRecord()?.keep(running)
                return outcome
            }
            return nil
        }
        defer { group.cancelAll() }
        while let outcome = try await group.next() {
            if let outcome { return outcome }
        }
        throw DrydockFailure(reason: "the server stopped before the test ended")
    }
}

extension DrydockConfiguration {
    /// The settings of a test's server: any free port, and a frozen clock unless the test says otherwise.
    ///
    /// Throws `DrydockFailure` if `clock` is not a setting of a clock.
    package static func testing(
        scenario: String? = nil, clock: String = "frozen", seed: UInt64? = nil
    ) throws(DrydockFailure) -> DrydockConfiguration {
        var configuration = DrydockConfiguration()
        configuration.port = 0
        configuration.scenarios = scenario.map { [$0] } ?? []
        configuration.seed = seed
        if let mode = ClockMode(rawValue: clock) {
            configuration.clockMode = mode
        } else if let moment = Moment(clock) {
            configuration.clockMode = .frozen
            configuration.clockStart = moment
        } else {
            throw DrydockFailure(reason: "\(clock) is neither running, frozen nor an RFC 3339 instant")
        }
        return configuration
    }
}

/// Why a test's server did not run.
public struct DrydockFailure: Error, CustomStringConvertible {
    /// What is wrong.
    public let reason: String

    /// The reason.
    public var description: String { reason }
}

/// What a test's server answered, kept on disk so that it can be compared with the OpenAPI descriptions afterwards.
///
/// Only if `DRYDOCK_TEST_ANSWERS` names a folder, as in `Tests/run`.
private struct AnswerRecord {
    private let folder: String

    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let folder = environment["DRYDOCK_TEST_ANSWERS"], !folder.isEmpty else { return nil }
        self.folder = folder
    }

    /// Writes the journal of each world to a file.
    func keep(_ drydock: RunningDrydock) async throws {
        let loopback = ["Host": "localhost"]
        let worlds = try await drydock.send("GET", "/_drydock/worlds", headers: loopback)
        for world in worlds["worlds"]?.array ?? [] {
            guard let name = world.object?["name"]?.string else { continue }
            let journal = try await drydock.send(
                "GET", "/_drydock/requests?world=\(name)&secrets=shown", headers: loopback)
            // A test may leave its server too little room to tell.
            guard journal.status == 200 else { continue }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(journal.text.utf8).write(to: URL(filePath: "\(folder)/\(drydock.port)-\(name).json"))
        }
    }
}
