import Kernel
import Testing

@testable import Anchor

struct LegacyTaskRunTests {
    @Test("a run waits for its end and says what came of it")
    func sync() async {
        let client = AnchorClient.scripted(TaskResultSeed(["total": 3]))
        let task = await client.legacyTask()
        let run = await client.post("/v1/task/run", #"{"taskId":"\#(task)","inputs":{"ANCHOR_A":"1"}}"#)
        #expect(run["data.success"] == true)
        #expect(run["data.async"] == false)
        #expect(run["data.output"] == #"{"total":3}"#)
        #expect(run["data.executionTime"] == 0)
        #expect(run["data.taskId"]?.string == task)
        let id = run["data.executionResultId"]?.string ?? ""
        let execution = await client.get("/v1/task/\(task)/executions/\(id)")
        #expect(execution["data.status"] == "success")
        #expect(execution["data.output"] == #"{"total":3}"#)
        #expect(execution["data.errorMessage"] == .null)
        #expect(execution["data.taskVersionId"] == (await client.get("/v1/task/\(task)/1"))["data.id"])
        let byName = await client.post("/v1/task/run/report", #"{"cleanupSessions":false}"#)
        #expect(byName["data.success"] == true)
    }

    @Test("a task that fails is no error of HTTP")
    func failure() async {
        let client = AnchorClient.scripted(.failing("The button is gone"))
        let task = await client.legacyTask()
        let run = await client.post("/v1/task/run", #"{"taskId":"\#(task)"}"#)
        #expect(run.status == 200)
        #expect(run["data.success"] == false)
        #expect(run["data.error"] == "The button is gone")
        #expect(run["data.output"] == nil)
    }

    @Test("an asynchronous run is answered at once, in the vendor's words, and can be followed")
    func async() async {
        let client = AnchorClient.scripted(TaskResultSeed("done", after: .seconds(90)))
        let task = await client.legacyTask()
        let run = await client.post("/v1/task/run", #"{"taskId":"\#(task)","async":true}"#)
        let id = run["data.executionResultId"]?.string ?? ""
        #expect(
            run.json == [
                "data": [
                    "success": true, "async": true, "message": "Task execution started", "taskId": .string(task),
                    "executionResultId": .string(id),
                ]
            ])
        let path = "/v1/task/\(task)/executions/\(id)"
        #expect(await client.get(path)["data.status"] == "running")
        #expect(await client.get(path)["data.executionTime"] == .null)
        client.advance(.seconds(90))
        let done = await client.get(path)
        #expect(done["data.status"] == "success")
        #expect(done["data.output"] == #""done""#)
        #expect(done["data.executionTime"] == 90_000)
    }

    @Test("after three hours a run is cancelled, as webhooks are told")
    func longest() async {
        let client = AnchorClient.scripted(TaskResultSeed("done", after: .minutes(181)))
        _ = await client.webhook("task.cancelled", "task.failed", "task.completed")
        let task = await client.legacyTask()
        let run = await client.post("/v1/task/run", #"{"taskId":"\#(task)","async":true}"#)
        let path = "/v1/task/\(task)/executions/\(run["data.executionResultId"]?.string ?? "")"
        client.advance(TimeSpan.minutes(180) - .milliseconds(1))
        #expect(await client.get(path)["data.status"] == "running")
        client.advance(.milliseconds(1))
        #expect(await client.get(path)["data.status"] == "cancelled")
        #expect(await client.get(path)["data.errorMessage"] == "The run was cancelled: it took longer than 3 hours")
        let told = client.deliver()
        #expect(told.map(\.eventType) == ["task.cancelled"])
        #expect(told.first?.json[path: "data.error"] == nil)
    }

    @Test("executions are listed newest first, by status and version; those of a draft are not")
    func executions() async {
        let client = AnchorClient.scripted(TaskResultSeed("one") { $0.times = 1 }, .failing("two"))
        let task = await client.legacyTask()
        _ = await client.post("/v1/task/\(task)/draft", #"{"code":"YQ=="}"#)
        let body = #"{"taskId":"\#(task)"}"#
        let first = await client.post("/v1/task/run", body)["data.executionResultId"]
        let second = await client.post("/v1/task/run", body)["data.executionResultId"]
        let draft = await client.post("/v1/task/run", #"{"taskId":"\#(task)","version":"draft"}"#)
        let path = "/v1/task/\(task)/executions"
        func ids(_ query: String) async -> [JSONValue?] {
            let answer = await client.get("\(path)?\(query)")
            #expect(answer.status == 200)
            return answer["data.results"]?.array?.map { $0[path: "id"] } ?? []
        }
        #expect(await ids("") == [second, first])
        #expect(await ids("limit=1") == [second])
        #expect(await ids("limit=1&page=2") == [first])
        #expect(await ids("status=success") == [first])
        #expect(await ids("version=1") == [second, first])
        #expect(await ids("version=2") == [])
        let pagination: JSONValue = ["page": 1, "limit": 1, "total": 2, "totalPages": 2]
        #expect(await client.get("\(path)?limit=1")["data.pagination"] == pagination)
        #expect(await client.get("\(path)?status=done").status == 400)
        #expect(await client.get("\(path)?page=0").status == 400)
        let read = await client.get("\(path)/\(draft["data.executionResultId"]?.string ?? "")")
        #expect(read["data.version"] == "draft")
        let other = await client.legacyTask("other")
        let foreign = await client.get("/v1/task/\(other)/executions/\(first?.string ?? "")")
        #expect(foreign.status == 404)
        #expect(foreign.reason == "task.executionUnknown")
    }

    @Test(
        "inputs are texts under names that start with ANCHOR_",
        arguments: [
            (#""inputs":{"USER":"a"}"#, "inputs.USER must start with ANCHOR_", "task.inputInvalid"),
            (#""inputs":{"ANCHOR_A":1}"#, "inputs.ANCHOR_A must be a string", "task.inputInvalid"),
            (#""inputs":[]"#, "inputs must be an object", "body.invalid"),
            (#""version":"newest""#, "version must be draft, latest or a number", "body.invalid"),
            (#""async":"yes""#, "async must be a boolean", "body.invalid"),
        ])
    func refused(members: String, message: String, reason: String) async {
        let client = AnchorClient()
        let task = await client.legacyTask()
        let answer = await client.post("/v1/task/run", #"{"taskId":"\#(task)",\#(members)}"#)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true, "\(answer.text)")
        #expect(answer.reason == reason)
    }

    @Test("a run has the session that the version says, unless the call says another")
    func configuration() async {
        let client = AnchorClient()
        let body = """
            {"name":"report","language":"typescript","code":"YQ==","browserConfiguration":{"tags":["task"]}}
            """
        let task = await client.post("/v1/task", body)["data.id"]?.string ?? ""
        for (members, tag) in [("", "task"), (#","overrideBrowserConfiguration":{"tags":["call"]}"#, "call")] {
            _ = await client.post("/v1/task/run", #"{"taskId":"\#(task)"\#(members)}"#)
            #expect(await client.sessions("tags=\(tag)").count == 1)
        }
        let session = await client.session()
        _ = await client.post("/v1/task/run", #"{"taskId":"\#(task)","sessionId":"\#(session)"}"#)
        #expect(await client.status(of: session) == "running")
    }

    @Test("where ids are adopted any task, version and run is there")
    func adopted() async {
        let client = AnchorClient.adopting()
        let id = AnchorClient.unknownID
        #expect(await client.post("/v1/task/run", #"{"taskId":"\#(id)","version":"9"}"#)["data.success"] == true)
        #expect(await client.post("/v1/task/run/name", "{}")["data.success"] == true)
        for path in ["", "/latest", "/versions", "/7", "/executions", "/executions/\(id)"] {
            #expect(await client.get("/v1/task/\(id)\(path)").status == 200, "\(path)")
        }
        #expect(await client.post("/v1/task/\(id)/deploy", "{}").status == 200)
        #expect(await client.post("/v1/task/\(id)/x", "{}").status == 200)
        #expect(await client.post("/v1/task", "{}").status == 200)
    }
}
