import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Batches of sessions")
struct BatchTests {
    private let client = AnchorClient()

    @Test("an agent at work in a session of a batch ends with the batch", arguments: [true, false])
    func agents(isDeleted: Bool) async throws {
        let client = AnchorClient()
        var script = TaskResultSeed()
        script.duration = .minutes(1)
        _ = client.store.addTaskResult(script)
        let batch = await client.post("/v1/batch-sessions", #"{"count":1}"#)["data.batch_id"]?.string ?? ""
        client.advance(.seconds(2))
        let item = await client.get("/v1/batch-sessions/\(batch)")["data.sessions.0.session_id"]?.string ?? ""
        let body = #"{"prompt":"p","async":true}"#
        let started = await client.post("/v1/tools/perform-web-task?sessionId=\(item)", body)
        let run = try #require(started["data.workflow_id"]?.string)
        let path = isDeleted ? "/v1/batch-sessions/\(batch)" : "/api/sessions/\(item)"
        #expect(await client.delete(path).status == 200)
        #expect(await client.get("/v1/tools/perform-web-task/\(run)/status")["data.status"] == "FAILED")
    }

    @Test("walks from pending to completed, session by session, on the world's clock")
    func life() async {
        let made = await client.post(
            "/v1/batch-sessions", #"{"count":3,"metadata":{"a":1},"configuration":{"session":{"tags":["t"]}}}"#)
        #expect(made.status == 200)
        #expect(made["data.status"] == "pending")
        #expect(made["data.total_requests"] == 3)
        let id = made["data.batch_id"]?.string ?? ""
        for (milliseconds, status, phase, percentage, counts) in [
            (0, "pending", "queued", 0, [3, 0, 0]), (500, "processing", "provisioning", 0, [2, 1, 0]),
            (1000, "processing", "provisioning", 33, [1, 1, 1]), (1500, "processing", "configuring", 66, [0, 1, 2]),
            (2000, "completed", "ready", 100, [0, 0, 3]),
        ] as [(Int64, JSONValue, JSONValue, JSONValue, [Int64])] {
            client.now = AnchorClient.start + .milliseconds(milliseconds)
            let answer = await client.get("/v1/batch-sessions/\(id)")
            #expect(answer["data.status"] == status && answer["data.progress.current_phase"] == phase, "\(answer.text)")
            #expect(answer["data.progress.percentage"] == percentage)
            #expect(answer["data.pending_requests"] == .integer(counts[0]))
            #expect(answer["data.processing_requests"] == .integer(counts[1]))
            #expect(answer["data.completed_requests"] == .integer(counts[2]))
            #expect(await client.sessions("batch_id=\(id)").count == Int(counts[2]))
            #expect((answer["data.actual_completion_time"] != nil) == (status == "completed"))
        }
        let answer = await client.get("/v1/batch-sessions/\(id)")
        let first = answer["data.sessions.0"]
        #expect(first?[path: "item_index"] == 0 && first?[path: "metadata.a"] == 1 && first?[path: "retry_count"] == 0)
        #expect(first?[path: "completed_at"] == "2026-01-01T00:00:01.000Z")
        let session = first?[path: "session_id"]?.string ?? ""
        #expect(first?[path: "cdp_url"]?.string?.contains(session) == true)
        #expect(await client.sessions("batch_id=\(AnchorClient.unknownID)").isEmpty)
    }

    @Test("its sessions live for a day at the most, and are idle as long as they like")
    func longLife() async throws {
        for (timeout, longest, idle) in [
            ("{}", 1440, -1), (#"{"max_duration":-1,"idle_timeout":7}"#, 1440, 7), (#"{"max_duration":30}"#, 30, -1),
            (#"{"max_duration":9999}"#, 1440, -1),
        ] {
            let client = AnchorClient { $0.batchSessions.after = .zero }
            let made = await client.post(
                "/v1/batch-sessions", #"{"count":1,"configuration":{"session":{"timeout":\#(timeout)}}}"#)
            #expect(made["data.status"] == "completed")
            let session = try #require(client.store.snapshot.sessions.values.first)
            #expect(session.configuration.session.timeout.maximumDuration == longest)
            #expect(session.configuration.session.timeout.idleTimeout == idle)
        }
    }

    @Test(
        "is refused before anything is made",
        arguments: [
            (#"{"count":0}"#, "Session count must be between 1 and 1000", "batch.count"),
            (#"{"count":1001}"#, "Session count must be between 1 and 1000", "batch.count"),
            (#"{"count":-9223372036854775808}"#, "Session count must be between 1 and 1000", "batch.count"),
            ("{}", "count is required", "body.invalid"),
            (#"{"count":1.5}"#, "count must be an integer, not a number", "body.invalid"),
            (
                #"{"count":2,"configuration":{"browser":{"captcha_solver":{"active":true}}}}"#,
                "CAPTCHA solver requires proxy to be active", "session.captchaNeedsProxy"
            ),
            (
                #"{"count":1,"metadata":{"a":"\#(String(repeating: "x", count: 4096))"}}"#,
                "metadata must not have more than 4096 bytes as JSON", "body.invalid"
            ),
            (
                #"{"count":1,"configuration":{"identities":[{"id":"\#(AnchorClient.unknownID)"}]}}"#,
                "Identity not found", "identity.unknown"
            ),
        ])
    func refusals(body: String, message: String, reason: String) async {
        let answer = await client.post("/v1/batch-sessions", body)
        #expect(answer.status == 400 && answer.message == message && answer.reason == reason, "\(answer.text)")
        #expect(client.store.objectCount == 0)
    }

    @Test("credits, the rate, and the number of objects in a world")
    func allowance() async {
        client.key = "sk-nocredits"
        #expect(await client.post("/v1/batch-sessions", #"{"count":1}"#).status == 402)
        client.key = "sk-ratelimited"
        #expect(await client.post("/v1/batch-sessions", #"{"count":1}"#).status == 429)
        let small = AnchorClient { $0.objectLimit = 10 }
        #expect(await small.post("/v1/batch-sessions", #"{"count":10}"#).status == 507)
        #expect(small.store.objectCount == 0)
        #expect(await small.post("/v1/batch-sessions", #"{"count":9}"#).status == 200)
        #expect(small.store.objectCount == 10)
    }

    @Test("a thousand at once, and all of them gone again")
    func thousand() async {
        let made = await client.post("/v1/batch-sessions", #"{"count":1000}"#)
        let path = "/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")"
        client.advance(.seconds(2))
        #expect(await client.get(path)["data.completed_requests"] == 1000)
        #expect(Set(client.store.snapshot.sessions.values.map(\.ordinal)).count == 1000)
        let deleted = await client.delete(path)
        #expect(deleted["data.deleted_sessions"] == 1000 && deleted["data.failed_deletions"] == 0)
        #expect(await client.get(path).reason == "batch.unknown")
        #expect(client.store.objectCount == 1000 && client.store.snapshot.countObjects() == 1000)
    }

    // MARK: Cancelling

    @Test("cancelled, it ends what is there and makes no more")
    func cancel() async {
        let made = await client.post(
            "/v1/batch-sessions", #"{"count":3,"configuration":{"session":{"scoped_access":{"active":true}}}}"#)
        let path = "/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")"
        client.advance(.milliseconds(1000))
        let cancelled = await client.patch(path, #"{"status":"cancelled"}"#)
        #expect(cancelled["data.status"] == "cancelled" && cancelled["data.cancelled_sessions"] == 3)
        client.advance(.seconds(5))
        let answer = await client.get(path)
        #expect(answer["data.status"] == "cancelled")
        #expect(answer["data.actual_completion_time"] == "2026-01-01T00:00:01.000Z")
        #expect(answer["data.sessions.0.status"] == "completed" && answer["data.sessions.1.status"] == "cancelled")
        #expect(answer["data.sessions.1.session_id"] == nil)
        #expect(await client.sessions("status=running").isEmpty)
        #expect(await client.sessions().count == 1)
        let again = await client.patch(path, #"{"status":"cancelled"}"#)
        #expect(again.status == 409 && again.reason == "batch.ended")
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
    }

    @Test("what is complete is not cancelled, and what is no cancellation is refused")
    func cancelRefusals() async {
        let made = await client.post("/v1/batch-sessions", #"{"count":1}"#)
        let path = "/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")"
        for body in ["{}", #"{"status":"completed"}"#, ""] {
            #expect(await client.patch(path, body).status == 400)
        }
        client.advance(.seconds(2))
        #expect(await client.patch(path, #"{"status":"cancelled"}"#).status == 409)
        let unknown = "/v1/batch-sessions/\(AnchorClient.unknownID)"
        #expect(await client.patch(unknown, #"{"status":"cancelled"}"#).status == 404)
        #expect(await client.delete(unknown).status == 404)
        #expect(await client.post("\(unknown)/retry").status == 404)
    }

    @Test("the profile that a session was to leave behind can be had again when it is never made")
    func profile() async {
        let body = #"{"count":2,"configuration":{"browser":{"profile":{"name":"p","persist":true}}}}"#
        let made = await client.post("/v1/batch-sessions", body)
        _ = await client.delete("/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")")
        #expect(client.store.objectCount == 0)
        #expect(await client.post("/v1/profiles", #"{"name":"p"}"#).status == 200)
    }

    // MARK: Failing

    @Test("what fails is retried, until it succeeds")
    func retry() async {
        let client = AnchorClient {
            $0.batchSessions.failing = 2
            $0.batchSessions.failures = 3
        }
        let made = await client.post("/v1/batch-sessions", #"{"count":3}"#)
        let path = "/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")"
        #expect(await client.post("\(path)/retry").reason == "batch.nothingFailed", "nothing has failed yet")
        client.advance(.seconds(2))
        let failed = await client.get(path)
        #expect(failed["data.status"] == "completed" && failed["data.failed_requests"] == 2)
        #expect(failed["data.sessions.0.status"] == "failed" && failed["data.sessions.0.error"] != nil)
        for (retries, failures) in [(1, 2), (3, 0)] as [(Int64, Int64)] {
            let answer = await client.post("\(path)/retry", #"{"max_retries":\#(retries == 1 ? 1 : 3)}"#)
            #expect(answer["data.status"] == "processing" && answer["data.retried_sessions"] == 2)
            client.advance(.seconds(10))
            let after = await client.get(path)
            #expect(after["data.failed_requests"] == .integer(failures))
            #expect(after["data.sessions.1.retry_count"] == .integer(retries))
        }
        #expect(await client.sessions().count == 3)
        #expect(await client.post("\(path)/retry").status == 400)
        #expect(await client.post("\(path)/retry", #"{"max_retries":4}"#).reason == "body.invalid")
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
    }

    @Test("a batch of which all fail has failed")
    func allFail() async {
        let client = AnchorClient { $0.batchSessions.failing = 1000 }
        let made = await client.post("/v1/batch-sessions", #"{"count":2}"#)
        client.advance(.seconds(2))
        let answer = await client.get("/v1/batch-sessions/\(made["data.batch_id"]?.string ?? "")")
        #expect(answer["data.status"] == "failed" && answer["data.error"] != nil)
        #expect(client.store.objectCount == 1)
    }

    // MARK: Lists

    @Test("lists batches newest first, by status and time, page by page")
    func list() async {
        for _ in 0..<3 {
            _ = await client.post("/v1/batch-sessions", #"{"count":1}"#)
            client.advance(.seconds(1))
        }
        let all = await client.get("/v1/batch-sessions")
        #expect(all["data.batches"]?.array?.count == 3)
        #expect(all["data.batches.0.created_at"] == "2026-01-01T00:00:02.000Z")
        #expect(
            all["data.pagination"] == [
                "current_page": 1, "total_pages": 1, "total_records": 3, "has_next": false, "has_prev": false,
            ])
        for (query, count) in [
            ("status=completed", 2), ("status=pending", 0), ("status=processing", 1), ("limit=2&page=2", 1),
            ("created_after=2026-01-01T00:00:01Z", 2), ("created_before=2026-01-01T00:00:01Z", 2), ("page=9", 0),
        ] {
            #expect(await client.get("/v1/batch-sessions?\(query)")["data.batches"]?.array?.count == count, "\(query)")
        }
        for query in ["limit=101", "limit=0", "page=0", "status=done", "created_after=x"] {
            #expect(await client.get("/v1/batch-sessions?\(query)").reason == "query.invalid", "\(query)")
        }
    }

    @Test("of two hundred that are cancelled as they complete each is one or the other")
    func race() async {
        let store = client.store
        var ids: [String] = []
        for _ in 0..<200 {
            ids.append(await client.post("/v1/batch-sessions", #"{"count":2}"#)["data.batch_id"]?.string ?? "")
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, id) in ids.enumerated() {
                group.addTask {
                    let client = AnchorClient(store: store)
                    client.now = AnchorClient.start + .milliseconds(1000 + Int64(index * 10))
                    let status = await client.patch("/v1/batch-sessions/\(id)", #"{"status":"cancelled"}"#).status
                    let answer = await client.get("/v1/batch-sessions/\(id)")
                    #expect(status == 200 ? answer["data.status"] == "cancelled" : answer["data.status"] == "completed")
                    #expect(status == (client.now < AnchorClient.start + .seconds(2) ? 200 : 409))
                }
            }
        }
        #expect(store.objectCount == store.snapshot.countObjects())
    }

    @Test("a batch survives being written and read")
    func coding() async throws {
        _ = await client.post("/v1/batch-sessions", #"{"count":2,"metadata":{"a":[1,null]}}"#)
        let batch = try #require(client.store.snapshot.batches.values.first)
        #expect(try RowCoding.value(RowCoding.bytes(batch)) == batch)
    }
}
