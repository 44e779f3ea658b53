import Kernel
import Testing

@testable import Anchor

struct TaskGenerationTests {
    private static let body = """
        {"taskName":"Connect to Ada","taskPrompt":"Open the profile","description":"d","input_schema":\
        [{"name":"user","type":"string"}],"output_schema":[{"name":"done","type":"boolean"}]}
        """

    private let client = AnchorClient()

    @Test("a task is generating for two seconds, then ready, and runs under both ids")
    func life() async {
        let made = await client.post("/v2/tasks/generate", Self.body)
        #expect(made.status == 200)
        #expect(made["status"] == "generating")
        let (tool, task) = (made.id, made["taskId"]?.string ?? "")
        #expect(tool != task)
        client.advance(.milliseconds(1_999))
        let status = await client.get("/v2/tasks/\(tool)/generation-status")
        #expect(status.json == ["id": .string(tool), "status": "generating", "project_state": "generating"])
        let early = await client.post("/v2/tasks/\(tool)/run", #"{"input_params":{"user":"ada"}}"#)
        #expect(early.status == 404)
        #expect(early.reason == "task.notGenerated")
        client.advance(.milliseconds(1))
        #expect(await client.get("/v2/tasks/\(tool)/generation-status")["status"] == "ready")
        for id in [tool, task] {
            let run = await client.post("/v2/tasks/\(id)/run", #"{"input_params":{"user":"ada"},"sync":true}"#)
            #expect(run["status"] == "success", "\(run.text)")
            #expect(run["result.done"] != nil)
        }
        let versions = await client.get("/v2/tasks/\(tool)/versions")
        #expect(versions["task_id"]?.string == task)
        #expect(versions["current_version"] == "1")
        #expect(versions["versions"]?.array?.first?[path: "id"] == made["taskVersionId"])
        let legacy = await client.get("/v1/task/\(task)/latest")
        #expect(legacy["data.language"] == "workflow")
        #expect(await client.get("/v1/task/\(task)")["data.name"] == "Connect-to-Ada")
    }

    @Test("how it ends and how long it takes is the world's choice")
    func policy() async {
        let client = AnchorClient {
            $0.taskGeneration.sessionAfter = .seconds(3)
            $0.taskGeneration.after = .seconds(4)
            $0.taskGeneration.outcome = .failed
        }
        let id = await client.post("/v2/tasks/generate", Self.body).id
        for (passed, status) in [(0, "waiting-for-session"), (3, "generating"), (4, "failed")] {
            client.advance(.seconds(Int64(passed)))
            #expect(await client.get("/v2/tasks/\(id)/generation-status")["status"]?.string == status)
        }
        #expect(await client.get("/v2/tasks/\(id)/generation-status")["error"] != nil)
        let run = await client.post("/v2/tasks/\(id)/run", #"{"input_params":{"user":"ada"}}"#)
        #expect(run.reason == "task.notGenerated")
        let session = await client.session()
        let given = #"{"taskName":"a","taskPrompt":"b","browser_session_id":"\#(session)"}"#
        let other = await client.post("/v2/tasks/generate", given).id
        #expect(await client.get("/v2/tasks/\(other)/generation-status")["status"] == "generating")
    }

    @Test("a scripted result that names the operation says how it ends; one that does not is kept for runs")
    func scripted() async {
        let client = AnchorClient.scripted(
            TaskResultSeed("run") {
                $0.task = "plain"
                $0.times = 1
            },
            {
                var seed = TaskResultSeed.failing("No such site")
                (seed.on, seed.times) = (OperationPattern("anchor.generateTask"), 1)
                return seed
            }())
        let failed = await client.post("/v2/tasks/generate", Self.body).id
        #expect(await client.get("/v2/tasks/\(failed)/generation-status")["error"] == "No such site")
        let plain = await client.post("/v2/tasks/generate", #"{"taskName":"plain","taskPrompt":"b"}"#).id
        client.advance(.seconds(2))
        #expect(await client.run(plain, #","sync":true"#)["result"] == ["result": "run"])
    }

    @Test("with async false the answer comes when the world's clock is there")
    func waits() async throws {
        let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
        let store = client.store
        let waiting = Task {
            let client = AnchorClient(store: store)
            client.clock = clock
            return await client.post("/v2/tasks/generate", #"{"taskName":"a","taskPrompt":"b","async":false}"#)[
                "status"]
        }
        while clock.pendingWakeUps.isEmpty { await Task.yield() }
        _ = try clock.advance(by: .seconds(2))
        #expect(await waiting.value == "generating")
    }

    @Test(
        "a body that is wrong is named, and nothing is made",
        arguments: [
            ("{}", "taskName is required", "body.invalid"),
            (#"{"taskName":"a"}"#, "taskPrompt is required", "body.invalid"),
            (#"{"taskName":"","taskPrompt":"b"}"#, "taskName must not be empty", "body.invalid"),
            (#"{"name":"a","user_task":"b"}"#, "taskName is required, and taskPrompt", "task.generationOlderForm"),
            (
                #"{"taskName":"a","taskPrompt":"b","input_schema":[{"name":"a"}]}"#, "input_schema.0.type is required",
                "body.invalid"
            ),
            (
                #"{"taskName":"a","taskPrompt":"b","input_schema":[{"name":"a","type":"file"},{"name":"a","type":"file"}]}"#,
                "input_schema.1.name is there already", "body.invalid"
            ),
            (
                #"{"taskName":"a","taskPrompt":"b","application_id":"\#(AnchorClient.unknownID)"}"#,
                "Application not found", "application.unknown"
            ),
            (
                #"{"taskName":"a","taskPrompt":"b","identity_id":"\#(AnchorClient.unknownID)"}"#,
                "Identity not found", "identity.unknown"
            ),
            (
                #"{"taskName":"a","taskPrompt":"b","browser_session_id":"\#(AnchorClient.unknownID)"}"#,
                "Session not found", "session.unknown"
            ),
        ])
    func refused(body: String, message: String, reason: String) async {
        let answer = await client.post("/v2/tasks/generate", body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true, "\(answer.text)")
        #expect(answer.reason == reason)
        #expect(await client.get("/v1/task")["data.total"] == 0)
    }

    @Test("without a draft there is nothing to publish; the bodies are flat")
    func publish() async {
        let task = await client.legacyTask()
        let answer = await client.post("/v2/tasks/\(task)/publish-draft")
        #expect(answer.status == 404)
        #expect(answer.json == ["error": "Task draft not found"])
        #expect(answer.reason == "task.draftMissing")
        let unknown = await client.post("/v2/tasks/\(AnchorClient.unknownID)/publish-draft", "{}")
        #expect(unknown.json == ["error": "Task not found"])
        #expect(await client.get("/v2/tasks/\(AnchorClient.unknownID)/versions").json == ["error": "Task not found"])
        #expect(await client.get("/v2/tasks/\(AnchorClient.unknownID)/generation-status").message == "Task not found")
    }

    @Test("tasks of the same name are both there, and /v1 knows each by a name of its own")
    func sameName() async {
        for _ in 0..<2 { _ = await client.post("/v2/tasks/generate", Self.body) }
        let names = await client.get("/v1/task")["data.tasks"]?.array?.compactMap { $0[path: "name"]?.string } ?? []
        #expect(names.count == 2)
        #expect(Set(names).count == 2)
        #expect(names.allSatisfy(AutomationTask.isName))
    }
}
