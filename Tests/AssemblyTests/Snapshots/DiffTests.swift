import DrydockTesting
import Kernel
import Testing

@Suite("Differences between snapshots")
struct DiffTests {
    private static func diff(_ drydock: RunningDrydock, _ old: String, _ new: String) async throws -> Answer {
        try await drydock.get("/_drydock/snapshots/\(old)/diff/\(new)")
    }

    @Test("exactly one identity and one session were made")
    func assertion() async throws {
        try await withDrydock { drydock in
            let flow = Flow(drydock)
            let token = try await flow.token()
            _ = try await drydock.post("/_drydock/snapshots")
            let identity = try #require(try await flow.complete(token)["identityId"]?.string)
            _ = try await drydock.post("/v1/sessions", #"{"identities":[{"id":"\#(identity)"}]}"#)
            let diff = try await Self.diff(drydock, "snapshot-1", "now")
            #expect(
                diff["summary"]?.string == "1 Anchor identity and 1 Anchor session were made; "
                    + "1 Anchor application and 1 Anchor identity token were changed")
            #expect(diff["from"] == "snapshot-1")
            #expect(diff["to"] == "now")
            let made = diff["made"]?.object
            #expect(made?.members.map(\.name) == ["anchor.identities", "anchor.sessions"])
            #expect(made?["anchor.identities"]?.array?.compactMap { $0[path: "id"]?.string } == [identity])
            #expect(diff["removed"] == .object(JSONObject()))
        }
    }

    @Test("both sides can be snapshots or now, and the other way round is the opposite")
    func sides() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"empty"}"#)
            let id = try await Flow(drydock).application()
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"full"}"#)
            #expect(try await Self.diff(drydock, "empty", "full")["summary"] == "1 Anchor application was made")
            #expect(try await Self.diff(drydock, "now", "empty")["summary"] == "1 Anchor application was removed")
            let nothing = try await Self.diff(drydock, "full", "now")
            #expect(nothing["summary"] == "nothing was made, changed or removed")
            _ = try await drydock.send("DELETE", "/v1/applications/\(id)")
            #expect(try await Self.diff(drydock, "empty", "now")["summary"] == nothing["summary"])
        }
    }

    @Test("a changed object is shown before and after, with what differs")
    func changed() async throws {
        try await withDrydock { drydock in
            let flow = Flow(drydock)
            let identity = try #require(try await flow.complete(try await flow.token())["identityId"]?.string)
            _ = try await drydock.post("/_drydock/snapshots")
            _ = try await drydock.send("PUT", "/v1/identities/\(identity)", body: #"{"metadata":{"userId":"u-1"}}"#)
            let diff = try await Self.diff(drydock, "snapshot-1", "now")
            #expect(diff["summary"] == "1 Anchor identity was changed")
            let row = diff["changed"]?.object?["anchor.identities"]?.array?.first
            #expect(row?[path: "id"] == .string(identity))
            #expect(row?[path: "after.metadata"] == ["userId": "u-1"])
            #expect(row?[path: "differs"]?.array?.contains("metadata") == true)
        }
    }

    @Test("Anon's objects are told in Anon's words")
    func anon() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post("/_drydock/snapshots?world=flow")
            _ = try await AnonFlow(drydock, world: "flow").transcript()
            let diff = try await drydock.get("/_drydock/snapshots/snapshot-1/diff/now?world=flow")
            let summary = try #require(diff["summary"]?.string)
            #expect(summary.contains("1 Anon user pool"), "\(summary)")
            #expect(summary.contains("2 Anon SDK clients"), "\(summary)")
            #expect(!summary.contains("Anchor"), "\(summary)")
        }
    }

    @Test("an unknown side is refused")
    func unknown() async throws {
        try await withDrydock { drydock in
            let refused = try await Self.diff(drydock, "snapshot-1", "now")
            #expect(refused.status == 404)
            #expect(refused["error.reason"] == "snapshot.unknown")
        }
    }
}
