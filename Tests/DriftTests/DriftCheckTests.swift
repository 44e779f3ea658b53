import Assembly
import Descriptions
import Drift
import DrydockTesting
import EmbeddedDocuments
import Kernel
import KernelHTTP
import Testing

@Suite("A check of one Drydock against another")
struct DriftCheckTests {
    @Test("finds ten differences that were made on purpose, and nothing else")
    func tenWays() async throws {
        try await withTwoDrydocks { here, there in
            for way in TenWays.all {
                let made = try await there.post("/_drydock/rules", way.rule)
                #expect(made.status == 201, "\(made.text)")
            }
            let report = try await DriftCheck.between(here, there).run()
            let found = report.findings.flatMap { finding in
                finding.differences.map { "\(finding.operation.id) \($0.kind.rawValue) \($0.place)" }
            }
            let expected = TenWays.all.map { "\($0.operation) \($0.kind.rawValue) \($0.place)" }
            #expect(found.sorted() == expected.sorted())
            #expect(report.exitCode == 1)
            for way in TenWays.all { #expect(report.text.contains("anchor.\(way.operation)  ")) }
        }
    }

    @Test("finds nothing where nothing differs, and changes nothing without --write")
    func nothing() async throws {
        try await withTwoDrydocks { here, there in
            _ = try await there.post("/_drydock/snapshots", #"{"name":"before"}"#)
            let report = try await DriftCheck.between(here, there).run()
            #expect(report.text.contains("nothing differs"), "\(report.text)")
            #expect(report.exitCode == 0)
            #expect(report.findings.count > 250)
            let diff = try await there.get("/_drydock/snapshots/before/diff/now")
            #expect(diff["made"] == [:] && diff["changed"] == [:] && diff["removed"] == [:], "\(diff.text)")
        }
    }

    @Test("with --write makes things, and leaves nothing but ended sessions, and deleted volumes and webhooks")
    func writing() async throws {
        try await withTwoDrydocks { here, there in
            _ = try await there.post("/_drydock/snapshots", #"{"name":"before"}"#)
            let report = try await DriftCheck.between(here, there) { $0.writes = true }.run()
            #expect(report.text.contains("nothing differs"), "\(report.text)")
            #expect(report.exitCode == 0 && report.left.isEmpty)
            let created = report.findings.filter { $0.kind == .creating }.map(\.operation.id)
            #expect(created.contains("createApplication") && created.contains("createAuthFlow"))
            #expect(created.contains("createSession") && created.contains("createProfile"))
            let diff = try await there.get("/_drydock/snapshots/before/diff/now")
            let made = Set((diff["made"]?.object?.members ?? []).map(\.name))
            #expect(made == ["anchor.sessions", "anchor.volumes", "anchor.webhooks"], "\(diff.text)")
            #expect(diff["changed"] == [:] && diff["removed"] == [:], "\(diff.text)")
            for table in ["anchor.volumes", "anchor.webhooks"] {
                for row in diff["made"]?.object?[table]?.array ?? [] {
                    #expect(row[path: "after.deletedAt"]?.string != nil, "\(row)")
                }
            }
            for session in diff["made"]?.object?["anchor.sessions"]?.array ?? [] {
                let id = try #require(session.object?["id"]?.string)
                #expect(try await there.get("/v1/sessions/\(id)")["data.status"] != "running")
            }
        }
    }

    @Test("deletes what it made when it is stopped in between, and makes no more than it may")
    func stopped() async throws {
        try await withTwoDrydocks { here, there in
            _ = try await there.post("/_drydock/snapshots", #"{"name":"before"}"#)
            let stop = StopRequest()
            // The first look at what was made is held up for ever; the check is asked to stop meanwhile.
            let rule =
                #"{"on":"anchor.getApplication","when":{"path":{"applicationId":{"matches":"^[^5]|^5[^d]"}}},"effect":{"delay":"5m"}}"#
            #expect(try await there.post("/_drydock/rules", rule).status == 201)
            let check = DriftCheck.between(here, there, stop: stop) {
                $0.writes = true
                $0.only = ["createApplication"]
            }
            async let report = check.run()
            while try await there.get("/_drydock/clock")["pending"]?.array?.isEmpty != false {}
            stop.stop()
            _ = try await there.post("/_drydock/clock", #"{"advance":"5m"}"#)
            let ended = try await report
            #expect(ended.ending == "it was stopped" && ended.exitCode == 2)
            #expect(ended.findings.last?.operation.id == "deleteApplication")
            let diff = try await there.get("/_drydock/snapshots/before/diff/now")
            #expect(diff["made"] == [:] && diff["removed"] == [:], "\(diff.text)")

            let few = try await DriftCheck.between(here, there) {
                $0.writes = true
                $0.objects = 1
                $0.only = ["createProfile", "createSession"]
            }.run()
            #expect(few.findings.count { $0.kind == .creating } == 1)
            #expect(few.omitted.contains { $0.contains("1 things were made") })
        }
    }

    @Test("says what it left where the other server does not delete")
    func left() async throws {
        try await withTwoDrydocks { here, there in
            let rule =
                #"{"on":"anchor.deleteProfile","when":{"header":{"anchor-api-key":"sk-test"}},"effect":{"problem":"internalError"}}"#
            #expect(try await there.post("/_drydock/rules", rule).status == 201)
            let report = try await DriftCheck.between(here, there) {
                $0.writes = true
                $0.only = ["createProfile"]
            }.run()
            #expect(report.left.count == 1 && report.exitCode == 1)
            #expect(report.left[0].hasPrefix("anchor.createProfile made drydock-check-"))
        }
    }

    @Test("is not made where the key is refused, and says so instead of a difference for each operation")
    func refusedKey() async throws {
        try await withTwoDrydocks { here, there in
            let failure = await #expect(throws: DriftFailure.self) {
                try await DriftCheck.between(here, there, key: "sk-invalid-secret").run()
            }
            #expect(failure?.description == "\(there.url) refuses the key (401 for GET /v1/applications)")
            let elsewhere = await #expect(throws: DriftFailure.self) {
                try await DriftCheck.between(here, there, path: "/elsewhere").run()
            }
            #expect(elsewhere?.description.contains("does not have Anchor's API") == true)
        }
    }

    @Test("does not take words for operations that are none")
    func unknownWord() async throws {
        try await withTwoDrydocks { here, there in
            let failure = await #expect(throws: DriftFailure.self) {
                try await DriftCheck.between(here, there) { $0.only = ["getProfil"] }.run()
            }
            #expect(failure?.description.hasSuffix("did you mean `getProfile`?") == true)
            let group = try await DriftCheck.between(here, there) { $0.only = ["profiles"] }.run()
            #expect(Set(group.findings.map(\.operation.tag)) == ["Profiles"])
        }
    }

    @Test("waits as long as a busy server asks for")
    func busy() async throws {
        try await withTwoDrydocks { here, there in
            let rule = """
                {"on":"anchor.getProfile","times":1,"when":{"header":{"anchor-api-key":"sk-test"}},"effect":{"reply":{"status":429,
                "headers":{"Retry-After":"0"}}}}
                """
            #expect(try await there.post("/_drydock/rules", rule).status == 201)
            let report = try await DriftCheck.between(here, there) { $0.only = ["getProfile"] }.run()
            #expect(report.differenceCount == 0, "\(report.text)")
        }
    }
}

/// Runs two servers with the same scenario, each with ids of its own.
private func withTwoDrydocks(
    _ body: @escaping @Sendable (_ here: RunningDrydock, _ there: RunningDrydock) async throws -> Void
) async throws {
    try await withDrydock(scenario: "demo") { here in
        try await withDrydock(scenario: "demo", seed: 7) { there in try await body(here, there) }
    }
}

extension DriftCheck {
    /// A check of two running servers.
    fileprivate static func between(
        _ here: RunningDrydock, _ there: RunningDrydock, key: String = "sk-test", path: String = "",
        stop: StopRequest = StopRequest(), _ set: (inout Settings) -> Void = { _ in }
    ) -> DriftCheck {
        var settings = Settings(now: Moment(milliseconds: 1_767_225_600_000))
        settings.pause = .zero
        set(&settings)
        return DriftCheck(
            APIDescription(embeddedAnchorDescription().content, of: "anchor"),
            here: CheckedServer(url: here.url, key: "sk-here"), there: CheckedServer(url: there.url + path, key: key),
            settings: settings, stop: stop)
    }
}
