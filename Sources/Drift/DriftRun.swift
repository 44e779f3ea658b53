import AsyncHTTPClient
import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import NIOHTTP1

/// One check that is under way.
struct DriftRun {
    /// How many probes in a row may stay without an answer.
    private static let mostSilences = 3
    /// What waiting for a busy server may take each time.
    private static let longestWait = TimeSpan.seconds(60)

    let check: DriftCheck
    let example: RequestExample
    let shown: ShownText
    private let client: HTTPClient
    private let deadline: NIODeadline
    private var silences = 0
    /// How many things were made on the other server.
    var made = 0
    /// Whether the other server lets requests without a key in: what writes is then not sent without one.
    private var takesAnyone = false
    /// What was found so far.
    var report: DriftReport

    init(_ check: DriftCheck, through client: HTTPClient) {
        self.check = check
        self.client = client
        deadline = .now() + .milliseconds(check.settings.timeout.milliseconds)
        shown = ShownText(hiding: check.there.key)
        report = DriftReport(against: check.there.url)
        let label = check.settings.now.milliseconds
        let site = "https://drydock-check-\(label).example.com"
        example = RequestExample(
            check.description,
            values: [
                "name": .string("drydock-check-\(label)"), "description": "Made by drydock check; may be deleted",
                "source": .string(site), "url": .string(site),
            ], now: check.settings.now)
    }

    /// Whether the check goes on.
    var goesOn: Bool { report.ending == nil }

    /// Everything.
    mutating func all(_ isChosen: (DescribedOperation) -> Bool) async throws(DriftFailure) {
        try await lookAround()
        do throws(DescriptionFailure) {
            var plan = ProbePlan(description: check.description, writes: check.settings.writes, example: example)
            for operation in check.description.operations where isChosen(operation) {
                try await probe(operation, &plan)
            }
            guard check.settings.writes else { return }
            for chain in ProbeChain.all(in: check.description.operations) where chain.isWanted(isChosen) {
                try await run(chain, within: [])
            }
        } catch {
            throw DriftFailure("the description is wrong: \(error)")
        }
    }

    private mutating func probe(
        _ operation: DescribedOperation, _ plan: inout ProbePlan
    ) async throws(DescriptionFailure) {
        let definition = try check.description.definition(of: operation)
        if let obstacle = ProbePlan.obstacle(to: operation, definition) {
            report.notProbed.append((operation.endpoint.name, obstacle))
            return
        }
        let probes = try plan.probes(for: operation, definition)
        if probes.isEmpty {
            report.notProbed.append((operation.endpoint.name, "no request of it is sure to do nothing"))
        }
        for probe in probes where goesOn {
            if probe.kind == .withoutKey, takesAnyone, operation.endpoint.method != .get { continue }
            _ = try await send(probe)
        }
    }

    // MARK: - Before the first probe

    /// Looks whether the other server is there and takes the key.
    private mutating func lookAround() async throws(DriftFailure) {
        let openers = check.description.operations.filter {
            $0.endpoint.method == .get && $0.needsKey && $0.endpoint.pathParameters.isEmpty
                && $0.endpoint.coverage == .simulated && $0.endpoint.provenance == .documented
        }
        var statuses: [Int] = []
        for operation in openers.prefix(3) {
            do throws(ServerSilence) {
                let request = ProbeRequest(operation, values: [:])
                let answer = try await check.there.answer(to: request, through: client, until: deadline)
                statuses.append(answer.status)
                guard [401, 403, 404].contains(answer.status) else { break }
            } catch {
                throw DriftFailure("\(check.there.url) \(error.words)")
            }
        }
        if !statuses.isEmpty, statuses.allSatisfy({ $0 == 401 || $0 == 403 }) {
            throw DriftFailure("\(check.there.url) refuses the key (\(statuses[0]) for \(openers[0].endpoint.place))")
        }
        if !statuses.isEmpty, statuses.allSatisfy({ $0 == 404 }) {
            throw DriftFailure(
                "\(check.there.url) does not have Anchor's API (404 for \(openers[0].endpoint.place))")
        }
        if let operation = openers.first {
            let request = ProbeRequest(operation, values: [:], key: .none)
            let answer = try? await check.there.answer(to: request, through: client, until: deadline)
            takesAnyone = answer.map { $0.status < 400 } ?? false
            if takesAnyone {
                report.omitted.append(
                    "requests that write and have no key: the other server takes requests without one")
            }
        }
    }

    // MARK: - A probe

    /// Sends a probe to both sides and compares the answers.
    ///
    /// - Parameters:
    ///   - elsewhere: what the other server gets, where that has other ids in it.
    ///   - names: the ids that mean the same on both sides.
    ///   - isLast: whether it is sent even if the check is to end, as it deletes what was made.
    mutating func send(
        _ probe: Probe, elsewhere: ProbeRequest? = nil, names: [CreatedName] = [], isLast: Bool = false
    ) async throws(DescriptionFailure) -> (here: ServerAnswer?, there: ServerAnswer?) {
        if !isLast {
            await check.stop.wait(check.settings.pause)
            if check.stop.isMade { report.ending = "it was stopped" }
            if NIODeadline.now() > deadline { report.ending = "it may take no longer (--timeout)" }
            guard goesOn else { return (nil, nil) }
        }
        // What was made is deleted even when the time is over.
        let end = isLast ? max(deadline, .now() + .milliseconds(check.there.patience.milliseconds)) : deadline
        var comparison = Comparison(probe, in: check.description, shown: shown, names: names)
        let here = try? await check.here.answer(to: probe.request, through: client, until: end)
        var there: ServerAnswer?
        do throws(ServerSilence) {
            there = try await patientAnswer(to: elsewhere ?? probe.request, until: end)
            silences = 0
        } catch {
            comparison.note(silence: error)
            silences += 1
            if silences >= Self.mostSilences { report.ending = "the other server gives no answers: it \(error.words)" }
        }
        if let here, let there { try comparison.compare(here, there) }
        if here == nil { report.ending = "Drydock's own server gives no answer" }
        report.findings.append(
            DriftReport.Finding(
                operation: probe.operation, kind: probe.kind, statuses: (here?.status, there?.status),
                differences: comparison.differences, incomparable: comparison.incomparable))
        return (here, there)
    }

    /// The other server's answer; if it asks for time, that it gets.
    private func patientAnswer(
        to request: ProbeRequest, until end: NIODeadline
    ) async throws(ServerSilence) -> ServerAnswer {
        for _ in 0..<2 {
            let answer = try await check.there.answer(to: request, through: client, until: end)
            guard answer.status == 429, let seconds = answer.headers.first(name: "retry-after").flatMap(Int64.init),
                .seconds(seconds) <= Self.longestWait, .now() + .seconds(seconds) < end, !check.stop.isMade
            else { return answer }
            await check.stop.wait(.seconds(max(seconds, 1)))
        }
        return try await check.there.answer(to: request, through: client, until: end)
    }

    /// Asks Drydock alone.
    func rehearse(_ request: ProbeRequest) async -> ServerAnswer? {
        try? await check.here.answer(to: request, through: client, until: deadline)
    }

    /// Asks the other server alone.
    func ask(_ request: ProbeRequest) async -> ServerAnswer? {
        try? await check.there.answer(to: request, through: client, until: deadline)
    }
}
