import FoundationEssentials
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct AgentControllerTests {
    private static let task = "/v1/tools/perform-web-task"

    private static func client(_ policies: (inout AnchorPolicies) -> Void = { _ in }) throws -> AnchorClient {
        let seed = #"{"taskResults":[{"result":"done","duration":"10s","files":[{"name":"a b.txt","content":"A"}]}]}"#
        return AnchorClient(seed: try JSONDecoder().decode(AnchorSeed.self, from: Data(seed.utf8)), policies)
    }

    private static func begin(_ client: AnchorClient, in session: String) async -> String {
        let started = await client.post("\(task)?sessionId=\(session)", #"{"prompt":"p","async":true}"#)
        return started["data.workflow_id"]?.string ?? ""
    }

    @Test("a paused agent stands still until it is let go on")
    func pause() async throws {
        let client = try Self.client()
        let session = await client.session()
        let id = await Self.begin(client, in: session)
        client.advance(.seconds(4))
        #expect(await client.post("/v1/sessions/\(session)/agent/pause").json == ["data": ["status": "success"]])
        client.advance(.minutes(10))
        #expect(await client.get("\(Self.task)/\(id)/status")["data.status"] == "RUNNING")
        #expect(await client.post("/v1/sessions/\(session)/agent/pause").status == 200, "a second time")
        #expect(await client.post("/v1/sessions/\(session)/agent/resume").status == 200)
        client.advance(.milliseconds(5999))
        #expect(await client.get("\(Self.task)/\(id)/status")["data.status"] == "RUNNING")
        client.advance(.milliseconds(1))
        #expect(await client.get("\(Self.task)/\(id)/status")["data.status"] == "COMPLETED")
    }

    @Test("nothing to pause, nothing to let go on: 400; a session that is not there: 404")
    func refusals() async throws {
        let client = try Self.client { $0.agents.secondPause = .refused }
        let session = await client.session()
        for action in ["pause", "resume"] {
            let idle = await client.post("/v1/sessions/\(session)/agent/\(action)")
            #expect((idle.status, idle.reason) == (400, "agent.notRunning"))
            let unknown = await client.post("/v1/sessions/\(AnchorClient.unknownID)/agent/\(action)")
            #expect((unknown.status, unknown.reason) == (404, "session.unknown"))
        }
        _ = await Self.begin(client, in: session)
        let running = await client.post("/v1/sessions/\(session)/agent/resume")
        #expect((running.status, running.reason) == (400, "agent.notPaused"))
        #expect(await client.post("/v1/sessions/\(session)/agent/pause").status == 200)
        #expect(await client.post("/v1/sessions/\(session)/agent/pause").status == 400, "the policy refuses it")
        _ = await client.delete("/v1/sessions/\(session)")
        let ended = await client.post("/v1/sessions/\(session)/agent/pause")
        #expect((ended.status, ended.reason) == (400, "agent.sessionNotRunning"))
    }

    @Test("where ids are adopted every call goes through")
    func adopted() async {
        let client = AnchorClient.adopting()
        for action in ["pause", "resume"] {
            #expect(await client.post("/v1/sessions/s/agent/\(action)").status == 200)
        }
        #expect(await client.post("/v1/sessions/s/agent/respond-to-human-intervention", "{}").status == 200)
        #expect(await client.get("/v1/sessions/s/agent/requested-human-intervention").status == 200)
        #expect(await client.upload("/v1/sessions/s/agent/files", [:], [1, 2]).status == 200)
        #expect(await client.get("/v1/sessions/s/agent/files").status == 200)
    }

    @Test("the owner's end is the session's, and that of all others in it")
    func ownerEnds() async throws {
        let client = try Self.client()
        let own = await client.post(Self.task, #"{"prompt":"p","async":true}"#)["data.workflow_id"]?.string ?? ""
        let session = await client.get("\(Self.task)/\(own)/status")["data.sessionId"]?.string ?? ""
        client.advance(.seconds(5))
        let other = await Self.begin(client, in: session)
        client.advance(.seconds(5))
        #expect(await client.get("\(Self.task)/\(own)/status")["data.status"] == "COMPLETED")
        #expect(await client.get("\(Self.task)/\(other)/status")["data.status"] == "FAILED")
    }

    @Test("files are listed as they are in the archive, a newer one in place of an older one")
    func files() async throws {
        let client = try Self.client()
        let session = await client.session()
        let path = "/v1/sessions/\(session)/agent/files"
        func zip(_ files: [(String, String)]) -> [UInt8] {
            ZipWriter.archive(of: files.map { ZipWriter.File(path: $0.0, bytes: Array($0.1.utf8)) })
        }
        #expect(await client.get(path).json == ["data": ["files": []]])
        let first = await client.upload(path, [:], zip([("b.csv", "1,2"), ("a/x", "abc")]))
        #expect(first["data.message"] == "The agent has 2 more files")
        client.advance(.seconds(1))
        #expect(await client.upload(path, [:], zip([("b.csv", "1,2,3")])).status == 200)
        #expect(
            await client.get(path)["data.files"] == [
                [
                    "name": "a/x", "size": 3, "type": "application/octet-stream",
                    "lastModified": .string(AnchorClient.start.description),
                ],
                [
                    "name": "b.csv", "size": 5, "type": "text/csv",
                    "lastModified": .string((AnchorClient.start + .seconds(1)).description),
                ],
            ])
    }

    @Test("a file that is no archive is taken as it is, under a name that is safe")
    func singleFile() async throws {
        let client = try Self.client()
        let path = "/v1/sessions/\(await client.session())/agent/files"
        for name in ["rates.csv", "../../etc/rates.csv", "notes.zip"] {
            #expect(await client.upload(path, [:], Array("a,b".utf8), named: name).status == 200)
        }
        let files = await client.get(path)["data.files"]?.array ?? []
        #expect(files.map { $0[path: "name"] } == ["notes.zip", "rates.csv"])
        #expect(files.last?[path: "type"] == "text/csv" && files.last?[path: "size"] == 3)
    }

    @Test("an archive that cannot be read, too many files, a session that has ended")
    func refusedFiles() async throws {
        let client = try Self.client()
        let session = await client.session()
        let path = "/v1/sessions/\(session)/agent/files"
        let broken = await client.upload(path, [:], [0x50, 0x4B, 3, 4, 1, 2, 3])
        #expect((broken.status, broken.reason) == (400, "agent.filesInvalid"))
        #expect(await client.upload(path, [:], nil).status == 400)
        let many = (0..<AgentFiles.most).map { ZipWriter.File(path: "f\($0)", bytes: []) }
        #expect(await client.upload(path, [:], ZipWriter.archive(of: many)).status == 200)
        let more = await client.upload(path, [:], ZipWriter.archive(of: [ZipWriter.File(path: "g", bytes: [])]))
        #expect((more.status, more.reason) == (400, "agent.filesInvalid"))
        let unknown = await client.get("/v1/sessions/\(AnchorClient.unknownID)/agent/files")
        #expect(unknown.status == 404)
        #expect(unknown["error.error.code"] == 404, "the vendor nests these")
        _ = await client.delete("/v1/sessions/\(session)")
        let ended = await client.get(path)
        #expect((ended.status, ended.reason) == (400, "agent.sessionNotRunning"))
        #expect(ended["error.error.code"] == 400)
    }

    @Test("what an agent left can be fetched from its end on")
    func artifacts() async throws {
        let client = try Self.client()
        let session = await client.session()
        let id = await Self.begin(client, in: session)
        let run = try #require(client.store.snapshot.agentRuns[id])
        let address = run.plan.files[0].address(of: run, from: "")
        #expect(address == "/artifacts/\(id)/a%20b.txt?sessionId=\(session)")
        let early = await client.get(address)
        #expect((early.status, early.reason) == (404, "agent.artifactUnknown"))
        client.advance(.seconds(10))
        client.key = nil
        let file = await client.get(address)
        #expect((file.status, file.text) == (200, "A"))
        #expect(await client.get("/artifacts/\(id)/other").status == 404)
    }

    @Test("200 answers, pauses and ends at once leave a run that is over once, and a session that knows it")
    func race() async throws {
        let client = try Self.client()
        let session = await client.session()
        let id = await Self.begin(client, in: session)
        let store = client.store
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let client = AnchorClient(store: store)
                    switch number % 4 {
                    case 0: _ = await client.post("/v1/sessions/\(session)/agent/pause")
                    case 1: _ = await client.post("/v1/sessions/\(session)/agent/resume")
                    case 2:
                        let answer = #"{"response":"x"}"#
                        _ = await client.post("/v1/sessions/\(session)/agent/respond-to-human-intervention", answer)
                    default: if number > 150 { _ = await client.delete("/v1/sessions/\(session)") }
                    }
                }
            }
        }
        let state = store.snapshot
        #expect(state.agentRuns[id]?.progress(at: client.now) == .failed(.sessionEnded))
        #expect(state.sessions[session]?.agents?.open == [])
        #expect(state.sessions[session]?.status(at: client.now) == .completed)
    }
}
