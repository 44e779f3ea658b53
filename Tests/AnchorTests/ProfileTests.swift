import Kernel
import Testing

@testable import Anchor

struct ProfileTests {
    private let client = AnchorClient()

    @Test("profiles are created, listed in their order, read and deleted")
    func life() async {
        let session = await client.session()
        let body =
            #"{"name":"b","description":"B","source":"session","session_id":"\#(session)","dedicated_sticky_ip":true}"#
        #expect(await client.post("/v1/profiles", body).json == ["data": ["status": "ready"]])
        client.advance(.seconds(1))
        _ = await client.post("/v1/profiles", #"{"name":"a"}"#)
        let full: JSONValue = [
            "name": "b", "description": "B", "source": "session", "session_id": .string(session), "status": "ready",
            "created_at": "2026-01-01T00:00:00.000Z",
        ]
        let bare: JSONValue = [
            "name": "a", "description": .null, "source": "session", "session_id": .null, "status": "ready",
            "created_at": "2026-01-01T00:00:01.000Z",
        ]
        #expect(await client.get("/v1/profiles").json == ["data": ["count": 2, "items": [full, bare]]])
        #expect(await client.get("/v1/profiles/b").json == ["data": full])
        #expect(await client.delete("/v1/profiles/b").json == ["data": ["status": "success"]])
        #expect(await client.get("/v1/profiles").json == ["data": ["count": 1, "items": [bare]]])
    }

    @Test(
        "a body that is wrong is named, and nothing is made",
        arguments: [
            ("{}", "name is required"), (#"{"name":""}"#, "name must not be empty"),
            (#"{"name":1}"#, "name must be a string"),
            (#"{"name":"a","source":"file"}"#, "source must be one of session"),
            (#"{"name":"a","session_id":1}"#, "session_id must be a string"),
            (#"{"name":"a","dedicated_sticky_ip":"yes"}"#, "dedicated_sticky_ip must be a boolean"),
        ])
    func refused(body: String, message: String) async {
        let answer = await client.post("/v1/profiles", body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true)
        #expect(await client.get("/v1/profiles")["data.count"] == 0)
    }

    @Test("a name is taken until the profile is deleted")
    func conflict() async {
        _ = await client.post("/v1/profiles", #"{"name":"a"}"#)
        let answer = await client.post("/v1/profiles", #"{"name":"a"}"#)
        #expect(answer.status == 409)
        #expect(answer.reason == "profile.exists")
        _ = await client.delete("/v1/profiles/a")
        #expect(await client.post("/v1/profiles", #"{"name":"a"}"#).status == 200)
    }

    @Test("a profile is taken from a running session")
    func sessions() async {
        let unknown = await client.post(
            "/v1/profiles", #"{"name":"a","session_id":"\#(AnchorClient.unknownID)"}"#)
        #expect(unknown.status == 404)
        #expect(unknown.reason == "session.unknown")
        let session = await client.session()
        _ = await client.delete("/v1/sessions/\(session)")
        let ended = await client.post("/v1/profiles", #"{"name":"a","session_id":"\#(session)"}"#)
        #expect(ended.status == 404)
        #expect(ended.reason == "session.ended")
        #expect(await client.get("/v1/profiles")["data.count"] == 0)
    }

    @Test("an unknown profile is not found")
    func unknown() async {
        for answer in [await client.get("/v1/profiles/a"), await client.delete("/v1/profiles/a")] {
            #expect(answer.status == 404)
            #expect(answer.reason == "profile.unknown")
        }
    }

    @Test("a session that persists leaves its profile behind at the instant of its end")
    func persisted() async {
        let body = #"{"browser":{"profile":{"name":"a","persist":true}}}"#
        let session = await client.session(body)
        client.advance(TimeSpan(milliseconds: 5 * 60_000 - 1))
        #expect(await client.get("/v1/profiles")["data.count"] == 0)
        #expect(await client.get("/v1/profiles/a").status == 404)
        #expect(await client.delete("/v1/profiles/a").status == 404)
        client.advance(.milliseconds(1))
        let profile = await client.get("/v1/profiles/a")
        #expect(profile["data.session_id"]?.string == session)
        #expect(profile["data.created_at"] == "2026-01-01T00:05:00.000Z")
        #expect(await client.get("/v1/profiles")["data.count"] == 1)
        #expect(await client.post("/v1/profiles", #"{"name":"a"}"#).status == 409)
        #expect(await client.post("/v1/sessions", #"{"browser":{"profile":{"name":"a"}}}"#).status == 200)
    }

    @Test("a profile that is made in the meantime stays as it was made")
    func madeMeanwhile() async {
        let session = await client.session(#"{"browser":{"profile":{"name":"a","persist":true}}}"#)
        #expect(await client.post("/v1/profiles", #"{"name":"a","description":"mine"}"#).status == 200)
        _ = await client.delete("/v1/sessions/\(session)")
        #expect(await client.get("/v1/profiles/a")["data.description"] == "mine")
        #expect(await client.get("/v1/profiles/a")["data.session_id"] == .null)
    }

    @Test("profiles count as objects of the world, deleted ones do not")
    func objects() async {
        let client = AnchorClient { $0.objectLimit = 1 }
        for _ in 0..<2 {
            #expect(await client.post("/v1/profiles", #"{"name":"a"}"#).status == 200)
            #expect(await client.post("/v1/profiles", #"{"name":"b"}"#).status == 507)
            _ = await client.delete("/v1/profiles/a")
        }
    }
}
