import Kernel
import Testing

@testable import Anchor

struct LegacyTaskTests {
    private let client = AnchorClient()

    @Test("a task is stored, read, renamed and deleted")
    func life() async {
        let body = """
            {"name":"report","language":"typescript","code":"\(AnchorClient.code)","description":"d",\
            "browserConfiguration":{"tags":["t"]}}
            """
        let made = await client.post("/v1/task", body)
        let id = made["data.id"]?.string ?? ""
        #expect(made["data.latestVersion"] == "1")
        #expect(made["data.code"]?.string == AnchorClient.code)
        #expect(made["data.browserConfiguration.tags"] == ["t"])
        #expect(made["data.deleted"] == false)
        client.advance(.seconds(1))
        let renamed = await client.put("/v1/task/\(id)", #"{"name":"bill","ai_fallback_enabled":true}"#)
        #expect(renamed["data.name"] == "bill")
        #expect(renamed["data.description"] == "d")
        #expect(renamed["data.updatedAt"] == "2026-01-01T00:00:01.000Z")
        #expect(await client.get("/v1/task/\(id.uppercased())").json == renamed.json)
        #expect(await client.delete("/v1/task/\(id)")["data.success"] == true)
        #expect(await client.get("/v1/task/\(id)").status == 404)
        #expect(client.store.objectCount == 0)
        #expect(await client.legacyTask("bill") != id)
    }

    @Test("a name that is known is an update: code becomes the next version")
    func update() async {
        let id = await client.legacyTask()
        let body = #"{"name":"report","language":"workflow","code":"YQ==","description":"new"}"#
        let updated = await client.post("/v1/task", body)
        #expect(updated["data.id"]?.string == id)
        #expect(updated["data.latestVersion"] == "2")
        #expect(updated["data.language"] == "workflow")
        #expect(updated["data.description"] == "new")
        #expect(await client.get("/v1/task/\(id)/1")["data.code"]?.string == AnchorClient.code)
        #expect(await client.get("/v1/task")["data.total"] == 1)
    }

    @Test("a task without code has no version until one is deployed")
    func withoutCode() async {
        let id = await client.legacyTask(code: nil)
        #expect(await client.get("/v1/task/\(id)")["data.latest"] == "draft")
        #expect(await client.get("/v1/task/\(id)/latest").reason == "task.versionUnknown")
        #expect(await client.post("/v1/task/run", #"{"taskId":"\#(id)"}"#).status == 404)
        let empty = await client.post("/v1/task/\(id)/deploy", "{}")
        #expect(empty.status == 400)
        #expect(empty.reason == "task.draftMissing")
        #expect(await client.post("/v1/task/\(id)/draft", #"{"code":"YQ=="}"#)["data.version"] == "draft")
        #expect(await client.post("/v1/task/\(id)/deploy", "{}")["data.version"] == "1")
        #expect(await client.get("/v1/task/\(id)/draft").reason == "task.draftMissing")
        #expect(await client.post("/v1/task/run", #"{"taskId":"\#(id)"}"#)["data.success"] == true)
    }

    @Test("versions are numbered, changed and deleted; a number is not used again")
    func versions() async {
        let id = await client.legacyTask()
        _ = await client.post("/v1/task/\(id)/draft", #"{"code":"ZA==","description":"draft"}"#)
        #expect(await client.post("/v1/task/\(id)/deploy", #"{"code":"Yg=="}"#)["data.version"] == "2")
        let list = await client.get("/v1/task/\(id)/versions")
        #expect(list["data.versions"]?.array?.map { $0[path: "version"] } == ["1", "2", "draft"])
        let changed = await client.post("/v1/task/\(id)/2", #"{"description":"better"}"#)
        #expect(changed["data.description"] == "better")
        #expect(changed["data.code"] == "Yg==")
        #expect(await client.get("/v1/task/\(id)/latest").json == changed.json)
        #expect(await client.post("/v1/task/\(id)/4", #"{"code":"YQ=="}"#).reason == "task.versionUnknown")
        #expect(await client.delete("/v1/task/\(id)/2")["data.success"] == true)
        #expect(await client.get("/v1/task/\(id)/2").status == 404)
        #expect(await client.post("/v1/task/\(id)/deploy", #"{"code":"Yw=="}"#)["data.version"] == "3")
        #expect(await client.post("/v1/task/\(id)/4", "{}")["data.code"] == "ZA==")
        #expect(await client.get("/v1/task/\(id)/draft").status == 404)
        _ = await client.post("/v1/task/\(id)/draft", #"{"code":"ZA=="}"#)
        #expect(await client.delete("/v1/task/\(id)/draft")["data.success"] == true)
        #expect(client.store.objectCount == 4)
        for word in ["draft", "latest", "x"] {
            let answer = await client.delete("/v1/task/\(id)/\(word)")
            #expect(answer.status == (word == "draft" ? 404 : 400))
            let published = await client.post("/v1/task/\(id)/nothing-\(word)", "{}")
            #expect(published.status == 400)
            #expect(published.reason == "task.versionNotNumbered")
        }
    }

    @Test(
        "a body that is wrong is named, and nothing is made",
        arguments: [
            (#"{"language":"typescript"}"#, "name is required"),
            (#"{"name":"a"}"#, "language is required"),
            (#"{"name":"a b","language":"typescript"}"#, "name must be 1 to 255 letters"),
            (#"{"name":"","language":"typescript"}"#, "name must be 1 to 255 letters"),
            (#"{"name":"a","language":"python"}"#, "language must be one of typescript, workflow"),
            (#"{"name":"a","language":"typescript","code":"a b"}"#, "code must be base64"),
            (#"{"name":"a","language":"typescript","code":"a==="}"#, "code must be base64"),
            (#"{"name":"a","language":"typescript","browserConfiguration":[]}"#, "browserConfiguration must be"),
        ])
    func refused(body: String, message: String) async {
        let answer = await client.post("/v1/task", body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true, "\(answer.text)")
        #expect(await client.get("/v1/task")["data.total"] == 0)
    }

    @Test("a draft needs code")
    func draft() async {
        let id = await client.legacyTask()
        for body in ["{}", #"{"code":""}"#, #"{"code":"ä"}"#] {
            #expect(await client.post("/v1/task/\(id)/draft", body).status == 400)
        }
    }

    @Test("another task's name is taken")
    func nameTaken() async {
        let id = await client.legacyTask()
        _ = await client.legacyTask("other")
        let answer = await client.put("/v1/task/\(id)", #"{"name":"other"}"#)
        #expect(answer.status == 409)
        #expect(answer.reason == "task.nameTaken")
        #expect(await client.put("/v1/task/\(id)", #"{"name":"report"}"#).status == 200)
    }

    @Test("pages of a list are named by digits; a page has at most 100 tasks")
    func list() async {
        for index in 0..<12 { _ = await client.legacyTask("task-\(index)") }
        let first = await client.get("/v1/task")
        #expect(first["data.tasks"]?.array?.count == 10)
        #expect(first["data.total"] == 12)
        #expect(first["data.limit"] == 10)
        #expect(await client.get("/v1/task?page=2")["data.tasks"]?.array?.count == 2)
        #expect(await client.get("/v1/task?limit=500")["data.limit"] == 100)
        #expect(await client.get("/v1/task?page=99999999999999999999")["data.tasks"] == [])
        #expect(await client.get("/v1/task?name=task-3")["data.total"] == 1)
        #expect(await client.get("/v1/task?name=task")["data.total"] == 0)
        for page in ["0", "-1", "01", "+1", "1.5", "x", "099999999999999999999"] {
            #expect(await client.get("/v1/task?page=\(page.replacing("+", with: "%2B"))").status == 400, "\(page)")
        }
    }

    @Test("an unknown task is not found by any of the calls")
    func unknown() async {
        let path = "/v1/task/\(AnchorClient.unknownID)"
        let answers = [
            await client.get(path), await client.put(path, "{}"), await client.delete(path),
            await client.get("\(path)/versions"), await client.get("\(path)/latest"), await client.get("\(path)/draft"),
            await client.post("\(path)/draft", #"{"code":"YQ=="}"#), await client.post("\(path)/deploy", "{}"),
            await client.get("\(path)/1"), await client.post("\(path)/1", "{}"), await client.delete("\(path)/1"),
            await client.get("\(path)/executions"), await client.get("\(path)/executions/\(AnchorClient.unknownID)"),
            await client.post("/v1/task/run", #"{"taskId":"\#(AnchorClient.unknownID)"}"#),
            await client.post("/v1/task/run/nobody", "{}"),
        ]
        for answer in answers {
            #expect(answer.status == 404)
            #expect(answer.message == "Task not found")
            #expect(answer.reason == "task.unknown")
        }
    }

    @Test("code counts against what the files of a world may have, and versions against its objects")
    func bounds() async {
        let client = AnchorClient {
            $0.fileByteLimit = 40
            $0.objectLimit = 3
        }
        let id = await client.legacyTask(code: "YQ==")
        #expect(await client.post("/v1/task/\(id)/deploy", #"{"code":"\#(AnchorClient.code)"}"#).status >= 400)
        #expect(await client.post("/v1/task/\(id)/deploy", #"{"code":"Yg=="}"#).status == 200)
        #expect(await client.post("/v1/task/\(id)/deploy", #"{"code":"Yw=="}"#).status == 507)
        #expect(await client.post("/v1/task", #"{"name":"b","language":"typescript"}"#).status == 507)
        _ = await client.delete("/v1/task/\(id)")
        #expect(client.store.objectCount == 0)
        #expect(client.store.snapshot.fileBytes == 0)
    }
}
