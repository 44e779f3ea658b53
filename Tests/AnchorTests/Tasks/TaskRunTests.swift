import Kernel
import Testing

@testable import Anchor

struct TaskRunTests {
    private static let unknown = AnchorClient.unknownID

    @Test("a run is queued for whoever starts it, then running, then done, at the instants of the world's clock")
    func life() async {
        let client = AnchorClient.scripted(TaskResultSeed(["total": 3], after: .seconds(10)))
        let task = await client.legacyTask()
        let run = await client.run(task)
        #expect(run["status"] == "queued")
        #expect(await client.runStatus(run)["status"] == "running")
        client.advance(.milliseconds(9_999))
        #expect(await client.runStatus(run)["status"] == "running")
        client.advance(.milliseconds(1))
        let done = await client.runStatus(run)
        #expect(done["status"] == "success")
        #expect(done["result"] == ["total": 3])
        #expect(done["error"] == nil)
        #expect(done["session_id"] == run["session_id"])
    }

    @Test("a run is queued as long as the policy says")
    func queued() async {
        let client = AnchorClient { $0.taskQueue = .seconds(5) }
        let run = await client.run(await client.legacyTask())
        client.advance(.milliseconds(4_999))
        #expect(await client.runStatus(run)["status"] == "queued")
        client.advance(.milliseconds(1))
        #expect(await client.runStatus(run)["status"] == "success")
    }

    @Test("with sync the answer is the end of the run")
    func sync() async {
        let client = AnchorClient.scripted(TaskResultSeed("text"))
        let run = await client.run(await client.legacyTask(), #","sync":true"#)
        #expect(run["status"] == "success")
        #expect(run["result"] == ["result": "text"])
    }

    @Test("with sync a run that takes time is waited for on the world's clock")
    func syncWaits() async throws {
        let client = AnchorClient.scripted(TaskResultSeed([:], after: .seconds(30)))
        let task = await client.legacyTask()
        let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
        let store = client.store
        let waiting = Task {
            let client = AnchorClient(store: store)
            client.clock = clock
            return await client.run(task, #","sync":true"#)["status"]
        }
        while clock.pendingWakeUps.isEmpty { await Task.yield() }
        _ = try clock.advance(by: .seconds(30))
        #expect(await waiting.value == "success")
    }

    @Test("a failure says why")
    func failures() async {
        for (kind, status) in [(AgentFailure.Kind.automationFailure, "failure"), (.timeout, "timeout")] {
            let client = AnchorClient.scripted(.failing("The button is gone", kind))
            let run = await client.run(await client.legacyTask(), #","sync":true"#)
            #expect(run["status"]?.string == status)
            #expect(run["error"] == "The button is gone")
            #expect(run["result"] == nil)
        }
    }

    @Test("a run takes at most three hours")
    func longest() async {
        let client = AnchorClient.scripted(TaskResultSeed([:], after: .minutes(181)))
        let run = await client.run(await client.legacyTask())
        client.advance(.minutes(180))
        #expect(await client.runStatus(run)["status"] == "timeout")
    }

    // MARK: - Sessions

    @Test("a session of its own runs as long as the run, and ends with it")
    func ownSession() async {
        let client = AnchorClient.scripted(TaskResultSeed([:], after: .minutes(40)))
        let run = await client.run(await client.legacyTask())
        let session = run["session_id"]?.string ?? ""
        client.advance(TimeSpan.minutes(40) - .milliseconds(1))
        #expect(await client.status(of: session) == "running")
        client.advance(.milliseconds(1))
        #expect(await client.status(of: session) == "completed")
        #expect(await client.runStatus(run)["status"] == "success")
    }

    @Test("without cleanup_sessions it goes on")
    func kept() async {
        let client = AnchorClient.scripted(TaskResultSeed([:]))
        let run = await client.run(await client.legacyTask(), #","cleanup_sessions":false,"sync":true"#)
        #expect(run["status"] == "success")
        #expect(await client.status(of: run["session_id"]?.string ?? "") == "running")
    }

    @Test("a session that is there is used and goes on; unknown and ended ones are not found")
    func existingSession() async {
        let client = AnchorClient.scripted(TaskResultSeed([:]))
        let task = await client.legacyTask()
        let session = await client.session()
        let run = await client.run(task, #","session_id":"\#(session.uppercased())","sync":true"#)
        #expect(run["session_id"]?.string == session)
        #expect(await client.status(of: session) == "running")
        #expect(await client.sessions() == [session])
        _ = await client.delete("/v1/sessions/\(session)")
        for (id, reason) in [(session, "session.ended"), (Self.unknown, "session.unknown")] {
            let answer = await client.post("/v2/tasks/\(task)/run", #"{"input_params":{},"session_id":"\#(id)"}"#)
            #expect(answer.status == 404)
            #expect(answer.reason == reason)
        }
    }

    @Test("a run that makes a session needs credits and rate like any other")
    func allowance() async {
        let client = AnchorClient { $0.sessionRateLimit = .init(sessions: 0) }
        let task = await client.legacyTask()
        let session = await AnchorClient().session()
        #expect(!session.isEmpty)
        #expect(await client.post("/v2/tasks/\(task)/run", #"{"input_params":{}}"#).status == 429)
        client.key = "sk-nocredits"
        #expect(await client.post("/v2/tasks/\(task)/run", #"{"input_params":{}}"#).status == 402)
    }

    // MARK: - Identities

    @Test("an identity signs the session in")
    func identity() async {
        let client = AnchorClient()
        let identity = await client.identity()
        let run = await client.run(await client.legacyTask(), #","identity_id":"\#(identity)","sync":true"#)
        #expect(run["status"] == "success")
        let session = await client.get("/v1/sessions/\(run["session_id"]?.string ?? "")")
        #expect(session["data.configuration.identities"] == [["id": .string(identity)]])
    }

    @Test("with a failed identity the run fails, or is refused where it is to be checked")
    func failedIdentity() async {
        let client = AnchorClient { $0.identityValidation.outcome = .failed }
        let task = await client.legacyTask()
        let identity = await client.identity()
        let run = await client.run(task, #","identity_id":"\#(identity)","sync":true"#)
        #expect(run["status"] == "failure")
        #expect(run["error"]?.string?.contains("not signed in") == true)
        let refused = await client.post(
            "/v2/tasks/\(task)/run",
            #"{"input_params":{},"identity_id":"\#(identity)","identity_skip_validation":false}"#)
        #expect(refused.status == 412)
        #expect(refused.message == "Identity profile is not authenticated")
        #expect(refused.reason == "task.identityNotAuthenticated")
        let unknown = await client.post(
            "/v2/tasks/\(task)/run", #"{"input_params":{},"identity_id":"\#(Self.unknown)"}"#)
        #expect(unknown.status == 404)
        #expect(unknown.reason == "identity.unknown")
    }

    // MARK: - What there is not

    @Test("an identity that a run finds not signed in is failed from then on, until it signs in again")
    func identityFailure() async {
        let client = AnchorClient.scripted(
            .failingIdentity(after: .seconds(10)) { $0.times = 1 }, TaskResultSeed("done"))
        _ = await client.webhook("identity.authenticated", "identity.authentication_failed", "task.failed")
        let (task, identity) = (await client.legacyTask(), await client.identity())
        #expect(client.deliver().map(\.eventType) == ["identity.authenticated"])
        let named = #","identity_id":"\#(identity)""#
        let run = await client.run(task, named)
        client.advance(TimeSpan.seconds(10) - .milliseconds(1))
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "validated")
        client.advance(.milliseconds(1))
        #expect(await client.runStatus(run)["status"] == "failure")
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "failed")
        let told = client.deliver()
        #expect(Set(told.map(\.eventType)) == ["task.failed", "identity.authentication_failed"])
        let failed = told.first { $0.eventType == "identity.authentication_failed" }
        #expect(failed?.json[path: "data.status"] == "failed" && failed?.at == client.now)
        #expect(await client.runStatus(client.run(task, named))["error"] == "The identity is not signed in")
        #expect(await client.post("/v1/identities/\(identity)/reauthenticate", "{}").status == 200)
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "validated")
        #expect(client.deliver().map(\.eventType) == ["task.failed", "identity.authenticated"])
        #expect(await client.runStatus(client.run(task, named))["status"] == "success")
    }

    @Test("the identity stays as it is where the run ends before, and fails later where the run is paused")
    func identityFailureMoved() async {
        let client = AnchorClient.scripted(.failingIdentity(after: .seconds(10)))
        let (task, identity) = (await client.legacyTask(), await client.identity())
        let id = await client.session(#"{"identities":[{"id":"\#(identity)"}]}"#)
        _ = await client.run(task, #","identity_id":"\#(identity)","session_id":"\#(id)""#)
        client.advance(.seconds(5))
        _ = await client.delete("/v1/sessions/\(id)")
        client.advance(.seconds(20))
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "validated")
        // A web task has the identities of its session. The first webhook is told nothing of what was before.
        let other = await client.session(#"{"identities":[{"id":"\#(identity)"}]}"#)
        _ = await client.webhook("identity.authenticated", "identity.authentication_failed")
        let task2 = await client.post(
            "/v1/tools/perform-web-task?sessionId=\(other)", #"{"prompt":"Buy","async":true}"#)
        #expect(task2.status == 200, "\(task2.text)")
        client.advance(.seconds(5))
        #expect(await client.post("/v1/sessions/\(other)/agent/pause").status == 200)
        client.advance(.seconds(30))
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "validated")
        #expect(await client.post("/v1/sessions/\(other)/agent/resume").status == 200)
        client.advance(.seconds(5))
        #expect(await client.get("/v1/identities/\(identity)")["status"] == "failed")
        #expect(client.deliver().map { $0.at } == [client.now])
    }

    @Test("an unknown task is not found, in the words that were seen, and an unknown run is not either")
    func unknown() async {
        let client = AnchorClient()
        let task = await client.post("/v2/tasks/\(Self.unknown)/run", #"{"input_params":{}}"#)
        #expect(task.json == ["error": ["code": 404, "message": "Task not found"]])
        #expect(task.reason == "task.unknown")
        let run = await client.get("/v2/tasks/runs/\(Self.unknown)/status")
        #expect(run.status == 404)
        #expect(run.reason == "task.executionUnknown")
    }

    @Test("versions are picked by number, by id or as the draft")
    func versions() async {
        let client = AnchorClient()
        let task = await client.legacyTask()
        _ = await client.legacyTask()
        _ = await client.post("/v1/task/\(task)/draft", #"{"code":"YQ=="}"#)
        let rows = await client.get("/v2/tasks/\(task)/versions")["versions"]?.array ?? []
        #expect(rows.map { $0[path: "version"] } == ["1", "2", "draft"])
        for version in ["1", "2", "latest", "draft"] + rows.compactMap({ $0[path: "id"]?.string }) {
            for name in ["version", "version_id"] {
                #expect(await client.run(task, #","\#(name)":"\#(version)","sync":true"#)["status"] == "success")
            }
        }
        for version in ["3", "0", "99999999999999999999", Self.unknown, "x"] {
            let answer = await client.post("/v2/tasks/\(task)/run", #"{"input_params":{},"version":"\#(version)"}"#)
            #expect(answer.status == 404, "\(version)")
            #expect(answer.reason == "task.versionUnknown")
        }
    }

    @Test("where ids are adopted every task and every run is there")
    func adopted() async {
        let client = AnchorClient.adopting()
        let run = await client.run("any-task", #","version":"7","sync":true"#)
        #expect(run["status"] == "success")
        #expect(await client.get("/v2/tasks/runs/any-run/status")["status"] == "success")
        #expect(await client.get("/v2/tasks/any-task/versions")["current_version"] == "1")
        #expect(await client.get("/v2/tasks/other/generation-status")["status"] == "ready")
    }

    @Test("a run that heals leaves a draft when it has ended well")
    func healing() async {
        let client = AnchorClient.scripted(TaskResultSeed([:], after: .seconds(10)) { $0.heals = true })
        let task = await client.legacyTask()
        let run = await client.run(task)
        #expect(await client.get("/v1/task/\(task)/draft").status == 404)
        client.advance(.seconds(10))
        let draft = await client.get("/v1/task/\(task)/draft")
        #expect(draft["data.code"]?.string == AnchorClient.code)
        #expect(draft["data.createdAt"] == "2026-01-01T00:00:10.000Z")
        #expect(draft["data.description"]?.string?.contains(run["run_id"]?.string ?? "x") == true)
        let published = await client.post("/v2/tasks/\(task)/publish-draft")
        #expect(published["version"] == "2")
        #expect(await client.get("/v1/task/\(task)/draft").status == 404)
        let objects = client.store.objectCount
        _ = await client.delete("/v1/task/\(task)")
        #expect(client.store.objectCount == objects - 3)
    }
}
