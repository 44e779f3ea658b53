package import Assembly

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
/// - Throws: what `body` throws, or `DrydockFailure` where the server does not start.
public func withDrydock<Outcome: Sendable>(
    scenario: String? = nil, clock: String = "frozen", seed: UInt64? = nil,
    _ body: @escaping @Sendable (RunningDrydock) async throws -> Outcome
) async throws -> Outcome {
    let configuration = try DrydockConfiguration.testing(scenario: scenario, clock: clock, seed: seed)
    return try await withDrydock(configuration, body)
}

/// The same with everything that `serve` has a flag for.
package func withDrydock<Outcome: Sendable>(
    _ configuration: DrydockConfiguration,
    _ body: @escaping @Sendable (RunningDrydock) async throws -> Outcome
) async throws -> Outcome {
    let drydock: Drydock
    do { drydock = try Drydock(configuration) } catch { throw DrydockFailure(reason: error.description) }
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
