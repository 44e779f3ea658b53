import Kernel
import Testing

@testable import Anchor

@Suite("Webhooks")
struct WebhookTests {
    private let client = AnchorClient()

    @Test("one is made with its secret, and shown without it everywhere else")
    func create() async {
        let body =
            #"{"url":"http://127.0.0.1:9/h","description":"Ours","subscribed_events":["task.failed","session.ready","task.failed"]}"#
        let made = await client.post("/v1/webhooks", body)
        #expect(made.status == 201)
        #expect(made.id.hasPrefix("wh_") && made.id.count == 29)
        #expect(made["secret"]?.string?.count == 64)
        #expect(made["subscribed_events"] == ["task.failed", "session.ready"])
        #expect(made["url"] == "http://127.0.0.1:9/h" && made["description"] == "Ours" && made["enabled"] == true)
        #expect(made["project_id"]?.string == client.store.snapshot.project.id)
        #expect(made["created_at"] == "2026-01-01T00:00:00.000Z" && made["updated_at"] == made["created_at"])
        let shown = await client.get("/v1/webhooks/\(made.id)")
        #expect(shown.status == 200 && shown.id == made.id && shown["secret"] == nil)
        let listed = await client.get("/v1/webhooks")
        #expect(listed["webhooks"]?.array?.count == 1 && listed["webhooks.0"] == shown.json)
    }

    @Test(
        "registration and change refuse what does not fit",
        arguments: [
            (#""url":"https://10.0.0.1/""#, "webhook.addressRefused"),
            (#""url":"ftp://a.example""#, "webhook.addressInvalid"),
            (#""url":"https://a:b@a.example""#, "webhook.addressInvalid"), (#""url":"""#, "webhook.addressInvalid"),
            (#""url":7"#, "body.invalid"), (#""url":null"#, "body.invalid"),
            (#""subscribed_events":[]"#, "body.invalid"), (#""subscribed_events":null"#, "body.invalid"),
            (#""subscribed_events":"task.failed""#, "body.invalid"), (#""subscribed_events":[7]"#, "body.invalid"),
            (#""subscribed_events":["task.failed","task.gone"]"#, "webhook.eventUnknown"),
            (#""description":7"#, "body.invalid"),
            (#""description":"\#(String(repeating: "é", count: 257))""#, "body.invalid"),
        ])
    func refused(member: String, reason: String) async {
        let id = await client.webhook("task.failed")
        let version = client.store.version
        // Of two members of one name the last counts.
        let whole = #"{"url":"https://a.example","subscribed_events":["task.failed"],\#(member)}"#
        for answer in [
            await client.post("/v1/webhooks", whole), await client.patch("/v1/webhooks/\(id)", "{\(member)}"),
        ] {
            #expect(answer.status == 400 && answer.reason == reason, "\(answer.text)")
            #expect(answer["error"]?.string?.isEmpty == false)
        }
        #expect(client.store.version == version)
    }

    @Test(
        "url and events are needed",
        arguments: [#"{"url":"https://a.example"}"#, #"{"subscribed_events":["task.failed"]}"#, "{}"])
    func required(body: String) async {
        let answer = await client.post("/v1/webhooks", body)
        #expect(answer.status == 400 && answer.reason == "body.invalid")
    }

    @Test("the policy webhookTargets refuses as the vendor does, or takes all")
    func targets() async {
        let strict = AnchorClient { $0.webhooks.targets = .vendor }
        let body = #"{"url":"http://a.example","subscribed_events":["task.failed"]}"#
        #expect(await strict.post("/v1/webhooks", body).reason == "webhook.notHTTPS")
        let local = #"{"url":"http://127.0.0.1:9/","subscribed_events":["task.failed"]}"#
        #expect(await strict.post("/v1/webhooks", local).reason == "webhook.addressRefused")
        #expect(await client.post("/v1/webhooks", local).status == 201)
        let container = #"{"url":"http://app:3000/","subscribed_events":["task.failed"]}"#
        #expect(await client.post("/v1/webhooks", container).reason == "webhook.addressRefused")
        let open = AnchorClient { $0.webhooks.targets = .any }
        #expect(await open.post("/v1/webhooks", container).status == 201)
    }

    @Test("five are taken, the sixth is 409, and deleting makes room")
    func limit() async {
        var ids: [String] = []
        for _ in 1...5 { ids.append(await client.webhook("task.failed")) }
        let body = #"{"url":"https://a.example","subscribed_events":["task.failed"]}"#
        let sixth = await client.post("/v1/webhooks", body)
        #expect(sixth.status == 409 && sixth.reason == "webhook.tooMany" && sixth["error"]?.string != nil)
        #expect(await client.delete("/v1/webhooks/\(ids[0])").status == 200)
        #expect(await client.post("/v1/webhooks", body).status == 201)
    }

    @Test("a change leaves what it does not name, and null takes the description away")
    func patch() async {
        let id = await client.webhook("task.failed", "session.ready")
        client.advance(.seconds(5))
        let path = "/v1/webhooks/\(id)"
        var changed = await client.patch(path, #"{"description":"Ours","enabled":false}"#)
        #expect(changed["description"] == "Ours" && changed["enabled"] == false && changed["secret"] == nil)
        #expect(changed["subscribed_events"] == ["task.failed", "session.ready"])
        #expect(changed["updated_at"] == "2026-01-01T00:00:05.000Z")
        changed = await client.patch(path, #"{"url":"https://b.example/","subscribed_events":["batch.failed"]}"#)
        #expect(changed["description"] == "Ours" && changed["enabled"] == false)
        #expect(changed["url"] == "https://b.example/" && changed["subscribed_events"] == ["batch.failed"])
        changed = await client.patch(path, #"{"description":null,"enabled":true}"#)
        #expect(changed["description"] == "" && changed["enabled"] == true)
        #expect(await client.patch(path, #"{"enabled":"yes"}"#).status == 400)
        #expect(await client.patch(path, "{}").status == 200)
    }

    @Test("a deleted one is 404 for everything but the log, which is there for seven days")
    func delete() async {
        let id = await client.webhook("session.ready")
        _ = await client.session()
        let path = "/v1/webhooks/\(id)"
        #expect(await client.delete(path)["ok"] == true)
        for answer in [
            await client.get(path), await client.patch(path, "{}"), await client.delete(path),
            await client.post("\(path)/rotate-secret"),
            await client.post("\(path)/test", #"{"event_type":"task.failed"}"#),
        ] {
            #expect(answer.status == 404 && answer.reason == "webhook.unknown")
            #expect(answer.json == ["error": "Webhook not found"])
        }
        #expect(await client.get("/v1/webhooks")["webhooks"] == [])
        client.advance(.minutes(7 * 24 * 60 - 1))
        #expect(await client.log(id) == ["session.ready pending"])
        client.advance(.minutes(1))
        #expect(await client.get("\(path)/events").status == 404)
    }

    @Test("of deleted ones the last hundred are remembered, with what was sent")
    func memory() async {
        var ids: [String] = []
        for _ in 1...102 {
            let id = await client.webhook("task.failed")
            _ = await client.post("/v1/webhooks/\(id)/test", #"{"event_type":"task.failed"}"#)
            _ = await client.delete("/v1/webhooks/\(id)")
            ids.append(id)
        }
        #expect(await client.get("/v1/webhooks/\(ids[1])/events").status == 404)
        #expect(await client.log(ids[2]) == ["task.failed pending"])
        #expect(client.store.snapshot.webhooks.count == 100 && client.store.snapshot.webhookDeliveries.count == 100)
        #expect(client.store.objectCount == 0)
    }

    @Test("an unknown one is 404, and no key is 401, each with its text alone")
    func unknown() async {
        for path in ["/v1/webhooks/wh_x", "/v1/webhooks/wh_x/events"] {
            let answer = await client.get(path)
            #expect(answer.status == 404 && answer.json == ["error": "Webhook not found"])
        }
        client.key = nil
        let answer = await client.get("/v1/webhooks")
        #expect(answer.status == 401 && answer.json == ["error": "Invalid API Key"])
        client.key = "sk-test"
        #expect(await client.post("/v1/webhooks", "{")["error"]?.string?.hasPrefix("Request body") == true)
    }

    @Test("a world that is full refuses one more with 507")
    func full() async {
        let client = AnchorClient { $0.objectLimit = 0 }
        let answer = await client.post(
            "/v1/webhooks", #"{"url":"https://a.example","subscribed_events":["task.failed"]}"#)
        #expect(answer.status == 507 && answer["error"]?.string != nil)
    }

    @Test("where ids are adopted, one is made that is sent nothing, and bodies are taken as they come")
    func adopted() async {
        let client = AnchorClient.adopting()
        #expect(await client.get("/v1/webhooks/id")["enabled"] == false)
        #expect(await client.get("/v1/webhooks/other/events").status == 200)
        #expect(await client.post("/v1/webhooks", #"{"url":3,"subscribed_events":["x"]}"#).status == 201)
        #expect(await client.patch("/v1/webhooks/id", #"{"url":null,"enabled":"yes","description":[]}"#).status == 200)
        #expect(await client.post("/v1/webhooks/id/test", "{}").status == 202)
        for _ in 1...6 { _ = await client.webhook("task.failed") }
        #expect(await client.delete("/v1/webhooks/id")["ok"] == true)
        #expect(await client.get("/v1/webhooks/id").status == 200)
    }

    @Test("ids and secrets that requests issue do not depend on what webhooks are told")
    func deterministic() async {
        let (told, silent) = (AnchorClient(), AnchorClient())
        let pair = [told, silent]
        var made: [[String]] = []
        for (client, event) in zip(pair, ["session.ready", "batch.failed"]) {
            let webhook = await client.webhook(event)
            let session = await client.session()
            client.deliver()
            made.append([webhook, session, await client.identity(), await client.session()])
        }
        #expect(made[0] == made[1])
    }
}
