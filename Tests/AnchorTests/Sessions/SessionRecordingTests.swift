import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anchor

struct SessionRecordingTests {
    private let client = AnchorClient()

    @Test("the recording is there once the session has ended")
    func finished() async {
        let id = await client.session()
        let path = "/v1/sessions/\(id)/recordings"
        #expect(await client.get(path).json == ["data": ["count": 0, "items": []]])
        let early = await client.get("\(path)/primary/fetch")
        #expect(early.status == 404 && early.reason == "recording.unknown")
        client.advance(.seconds(3723))
        let answer = await client.get(path)
        let recording = answer["data.items.0"]
        #expect(answer["data.count"] == 1)
        #expect(recording?[path: "id"]?.string.map { ObjectID($0).isUUID } == true)
        #expect(recording?[path: "is_primary"] == true)
        #expect(recording?[path: "file_link"]?.string == "http://127.0.0.1:4010\(path)/primary/fetch")
        #expect(recording?[path: "suggested_file_name"]?.string == "session-\(id).mp4")
        #expect(recording?[path: "duration"] == "00:05:00", "it ended by being idle")
        #expect(recording?[path: "created_at"] == "2026-01-01T00:05:00.000Z")
        #expect(recording?.object?.members.count == 7)
        let film = await client.get("\(path)/primary/fetch")
        #expect(film.reply.headers[.contentType] == "video/mp4")
        #expect(recording?[path: "size"] == .integer(Int64(film.reply.body.readableBytes)))
    }

    @Test("the film begins with a file type box and has no byte too many")
    func film() {
        let bytes = CannedRecording.bytes
        #expect(String(decoding: bytes[4..<12], as: UTF8.self) == "ftypisom")
        #expect(bytes[..<4].elementsEqual([0, 0, 0, 24]))
        #expect(bytes.count == 32)
        #expect(String(decoding: bytes[28...], as: UTF8.self) == "mdat")
    }

    @Test("what is paused is not in the recording, however often one asks")
    func pause() async {
        let id = await client.session()
        let path = "/v1/sessions/\(id)/recordings"
        client.advance(.seconds(10))
        for _ in 0..<2 {
            #expect(await client.post("\(path)/pause").json == ["data": ["data": ["status": "paused"]]])
            client.advance(.seconds(10))
        }
        for _ in 0..<2 {
            #expect(await client.post("\(path)/resume").json == ["data": ["data": ["status": "resumed"]]])
            client.advance(.seconds(5))
        }
        _ = await client.post("\(path)/pause")
        client.advance(.seconds(30))
        _ = await client.delete("/v1/sessions/\(id)")
        client.advance(.seconds(30))
        #expect(await client.get(path)["data.items.0.duration"] == "00:00:20")
    }

    @Test("a resumption that came before the pause, and was delayed, takes nothing from the recording")
    func delayedResumption() async throws {
        let id = await client.session()
        let path = "/v1/sessions/\(id)/recordings"
        client.advance(.seconds(2))
        _ = await client.post("\(path)/pause")
        client.now = AnchorClient.start
        _ = await client.post("\(path)/resume")
        let session = try #require(client.store.snapshot.sessions[id])
        #expect(try RowCoding.value(RowCoding.bytes(session)) == session)
        client.advance(.seconds(10))
        _ = await client.delete("/v1/sessions/\(id)")
        #expect(await client.get(path)["data.items.0.duration"] == "00:00:10")
    }

    @Test("pausing and resuming nest their errors", arguments: ["pause", "resume"])
    func nestedErrors(verb: String) async {
        let unknown = await client.post("/v1/sessions/\(AnchorClient.unknownID)/recordings/\(verb)")
        #expect(unknown.json == ["error": ["error": ["code": 404, "message": "Session not found"]]])
        #expect(unknown.reason == "session.unknown")
        let silent = await client.session(#"{"session":{"recording":{"active":false}}}"#)
        let ended = await client.session()
        _ = await client.delete("/v1/sessions/\(ended)")
        for id in [silent, ended] {
            let answer = await client.post("/v1/sessions/\(id)/recordings/\(verb)")
            #expect(answer["error.error.code"] == 404)
            #expect(answer.reason == "recording.notRunning")
        }
    }

    @Test("a recording is deleted by its id or as primary, once", arguments: [true, false])
    func delete(asPrimary: Bool) async {
        let id = await client.session()
        let path = "/v1/sessions/\(id)/recordings"
        let early = await client.delete("\(path)/primary")
        #expect(early.status == 400 && early.reason == "recording.unknown")
        _ = await client.delete("/v1/sessions/\(id)")
        let recording = await client.get(path)["data.items.0.id"]?.string ?? ""
        #expect(await client.delete("\(path)/other").status == 400)
        let name = asPrimary ? "primary" : recording
        #expect(await client.delete("\(path)/\(name)").json == ["data": ["status": "success"]])
        #expect(await client.get(path)["data.count"] == 0)
        #expect(await client.get("\(path)/primary/fetch").status == 404)
        #expect(await client.delete("\(path)/\(name)").status == 400)
    }

    @Test("where recording is off there is nothing to list, to fetch or to delete")
    func disabled() async {
        let id = await client.session(#"{"session":{"recording":{"active":false}}}"#)
        _ = await client.delete("/v1/sessions/\(id)")
        let path = "/v1/sessions/\(id)/recordings"
        #expect(await client.get(path)["data.count"] == 0)
        #expect(await client.get("\(path)/primary/fetch").status == 404)
        let refused = await client.delete("\(path)/primary")
        #expect(refused.status == 400)
        #expect(refused.reason == "recording.disabled")
    }
}
