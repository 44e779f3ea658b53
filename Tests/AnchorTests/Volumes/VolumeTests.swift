import Kernel
import Testing

@testable import Anchor

@Suite("Volumes")
struct VolumeTests {
    private let client = AnchorClient()

    @Test("volumes are made, found by id and by name, listed in their order and deleted")
    func life() async {
        let made = await client.post("/v1/volumes", #"{"name":"b_1-X"}"#)
        let full: JSONValue = [
            "id": made["data.id"] ?? .null, "name": "b_1-X", "state": "ready", "error_reason": .null,
            "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z", "last_used_at": .null,
            "deleted_at": .null,
        ]
        #expect(made.json == ["data": full])
        let id = made["data.id"]?.string ?? ""
        client.advance(.seconds(1))
        let other = await client.volume("a")
        #expect(await client.get("/v1/volumes/\(id.uppercased())").json == ["data": full])
        #expect(await client.get("/v1/volumes/by-name/b_1-X").json == ["data": full])
        #expect(await client.get("/v1/volumes")["data.items.1.id"]?.string == other)
        #expect(await client.delete("/v1/volumes/\(id)").json == ["data": ["id": .string(id), "status": "deleted"]])
        for path in ["/v1/volumes/\(id)", "/v1/volumes/by-name/b_1-X", "/v1/volumes/\(id)/files"] {
            let answer = await client.get(path)
            #expect(answer.status == 404)
            #expect(answer.reason == "volume.unknown")
        }
        #expect(await client.delete("/v1/volumes/\(id)").status == 404)
        #expect(await client.get("/v1/volumes")["data.count"] == 1)
        let all = await client.get("/v1/volumes?include_deleted=true")
        #expect(all["data.count"] == 2)
        #expect(all["data.items.0.state"] == "deleted")
        #expect(all["data.items.0.deleted_at"] == "2026-01-01T00:00:01.000Z")
        #expect(await client.get("/v1/volumes?include_deleted=true&state=deleted")["data.count"] == 1)
        #expect(await client.get("/v1/volumes?state=ready")["data.count"] == 1)
    }

    @Test(
        "a name that is none is refused, and nothing is made",
        arguments: [
            "{}", #"{"name":""}"#, #"{"name":"a b"}"#, #"{"name":"a/b"}"#, #"{"name":"ä"}"#, #"{"name":1}"#,
            #"{"name":"\#(String(repeating: "a", count: 65))"}"#, #"{"name":".."}"#,
        ])
    func badName(body: String) async {
        let answer = await client.post("/v1/volumes", body)
        #expect(answer.status == 400)
        #expect(answer.reason == "body.invalid")
        #expect(await client.get("/v1/volumes")["data.count"] == 0)
    }

    @Test("a name is taken until its volume is deleted; the longest has 64 letters")
    func conflict() async {
        let name = String(repeating: "n", count: 64)
        let id = await client.volume(name)
        let again = await client.post("/v1/volumes", #"{"name":"\#(name)"}"#)
        #expect(again.status == 409)
        #expect(again.reason == "volume.nameTaken")
        _ = await client.delete("/v1/volumes/\(id)")
        #expect(await client.volume(name) != id)
    }

    @Test("there are at most ten, and room again when one is deleted")
    func tooMany() async {
        var ids: [String] = []
        for number in 0..<10 { ids.append(await client.volume("v\(number)")) }
        let refused = await client.post("/v1/volumes", #"{"name":"eleventh"}"#)
        #expect(refused.status == 400)
        #expect(refused.reason == "volume.tooMany")
        _ = await client.delete("/v1/volumes/\(ids[3])")
        #expect(await client.post("/v1/volumes", #"{"name":"eleventh"}"#).status == 200)
    }

    @Test("of those that are deleted the last hundred are listed, and no more are kept")
    func deletedAreBounded() async {
        for number in 0..<103 { _ = await client.delete("/v1/volumes/\(await client.volume("v\(number)"))") }
        let all = await client.get("/v1/volumes?include_deleted=true")
        #expect(all["data.count"] == 100)
        #expect(all["data.items.0.name"] == "v3")
        #expect(client.store.objectCount == 100)
    }

    @Test("a volume is being created as long as the policy says, and until then nothing can be done with it")
    func creating() async {
        let client = AnchorClient { $0.volumeCreation.after = .seconds(2) }
        let id = await client.volume()
        client.advance(.milliseconds(1999))
        #expect(await client.get("/v1/volumes/\(id)")["data.state"] == "creating")
        #expect(await client.get("/v1/volumes?state=creating")["data.count"] == 1)
        let calls = [
            await client.get("/v1/volumes/\(id)/files"), await client.upload("x", to: "a", of: id),
            await client.get("/v1/volumes/\(id)/paths"), await client.get("/v1/volumes/\(id)/files/stat?path=a"),
            await client.post("/v1/volumes/\(id)/directories", #"{"path":"a"}"#),
            await client.post("/v1/volumes/\(id)/files/upload-url", #"{"path":"a"}"#),
            await client.delete("/v1/volumes/\(id)/files?path=a"),
        ]
        for answer in calls {
            #expect(answer.status == 412, "\(answer.text)")
            #expect(answer.reason == "volume.notReady")
        }
        let session = await client.post("/v1/sessions", #"{"browser":{"volume":{"id":"\#(id)"}}}"#)
        #expect(session.status == 400)
        #expect(session.reason == "volume.notReady")
        client.advance(.milliseconds(1))
        let ready = await client.get("/v1/volumes/\(id)")
        #expect(ready["data.state"] == "ready")
        #expect(ready["data.updated_at"] == "2026-01-01T00:00:02.000Z")
        #expect(await client.upload("x", to: "a", of: id).status == 200)
    }

    @Test("where the project has none, every call on volumes is refused")
    func disabled() async {
        let client = AnchorClient { $0.volumes = .disabled }
        let id = AnchorClient.unknownID
        let calls = [
            await client.post("/v1/volumes", #"{"name":"a"}"#), await client.get("/v1/volumes"),
            await client.get("/v1/volumes/\(id)"), await client.get("/v1/volumes/by-name/a"),
            await client.get("/v1/volumes/\(id)/files"), await client.upload("x", to: "a", of: id),
            await client.delete("/v1/volumes/\(id)"),
            await client.get("/v1/volumes/\(id)/files/download?path=a"),
        ]
        for answer in calls {
            #expect(answer.status == 403)
            #expect(answer.reason == "volume.disabled")
        }
    }

    @Test("a session mounts a volume that is there and ready, and keeps it from being deleted while it runs")
    func mounts() async {
        let id = await client.volume()
        client.advance(.seconds(1))
        let session = await client.session(#"{"browser":{"volume":{"id":"\#(id.uppercased())","read_only":true}}}"#)
        let configuration = await client.get("/v1/sessions/\(session)")["data.configuration"]
        #expect(configuration?[path: "browser.volume"] == ["id": .string(id), "read_only": true])
        let used = await client.get("/v1/volumes/\(id)")
        #expect(used["data.last_used_at"] == "2026-01-01T00:00:01.000Z")
        #expect(used["data.updated_at"] == "2026-01-01T00:00:01.000Z")
        let refused = await client.delete("/v1/volumes/\(id)")
        #expect(refused.status == 409)
        #expect(refused.reason == "volume.mounted")
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(await client.delete("/v1/volumes/\(id)").status == 200)
        for unknown in [id, AnchorClient.unknownID] {
            let answer = await client.post("/v1/sessions", #"{"browser":{"volume":{"id":"\#(unknown)"}}}"#)
            #expect(answer.status == 400)
            #expect(answer.reason == "volume.unknown")
        }
    }

    @Test("a session that is refused for another reason has not used its volume")
    func refusedMount() async {
        let client = AnchorClient { $0.objectLimit = 1 }
        let id = await client.volume()
        client.advance(.seconds(1))
        #expect(await client.post("/v1/sessions", #"{"browser":{"volume":{"id":"\#(id)"}}}"#).status == 507)
        #expect(await client.get("/v1/volumes/\(id)")["data.last_used_at"] == .null)
    }

    @Test("where ids are adopted, volumes and files are made at first touch")
    func adopted() async {
        let client = AnchorClient.adopting()
        let id = AnchorClient.unknownID
        #expect(await client.get("/v1/volumes/\(id)")["data.id"]?.string == id)
        #expect(await client.get("/v1/volumes/by-name/reports")["data.name"] == "reports")
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=a/b.txt")["data.size"] == 0)
        #expect(await client.get("/v1/volumes/\(id)/files/download?path=c").status == 200)
        #expect(await client.delete("/v1/volumes/\(id)/files?path=d").status == 200)
        #expect(await client.post("/v1/sessions", #"{"browser":{"volume":{"id":"any"}}}"#).status == 200)
        #expect(await client.paths(of: id) == ["a/", "a/b.txt", "c"])
    }
}
