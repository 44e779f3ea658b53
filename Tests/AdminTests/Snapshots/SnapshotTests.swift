import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: snapshots")
struct SnapshotTests {
    private let control = ControlPlane()

    private static let report: JSONValue = [
        "id": "snapshot-1", "world": "shop", "scenario": "default", "now": "2026-01-01T00:00:00.000Z", "requests": 3,
        "objects": 9,
    ]

    @Test(
        "calls reach the world in the query and answer what became of the snapshot",
        arguments: [
            (HTTPRequest.Method.post, "/snapshots", 201, "take a snapshot of shop"),
            (.post, "/snapshots/snapshot-1/restore", 200, "restore snapshot-1 of shop"),
            (.delete, "/snapshots/snapshot-1", 200, "delete snapshot-1 of shop"),
            (.put, "/snapshots", 201, "import  into shop"),
        ])
    func reach(method: HTTPRequest.Method, path: String, status: Int, done: String) async throws {
        let reply = try await control.send(method, "\(path)?world=shop")
        #expect(reply.status.code == status)
        #expect(reply.value == Self.report)
        #expect(control.worlds.log == [done])
    }

    @Test("a snapshot can be given a name")
    func name() async throws {
        let taken = try await control.send(.post, "/snapshots", body: #"{"name":"seeded"}"#)
        #expect(taken["id"] == "seeded")
        let imported = try await control.send(.put, "/snapshots?name=golden", body: "{}")
        #expect(imported["id"] == "golden")
        #expect(control.worlds.log == ["take seeded of default", "import {} into its world"])
    }

    @Test(
        "a call that is wrong is refused with the field, and nothing happens",
        arguments: [
            (HTTPRequest.Method.post, "/snapshots", #"{"nam":"x"}"#, "nam is unknown; did you mean name?"),
            (.post, "/snapshots", #"{"name":"a b"}"#, "name must be 1 to 64 letters"),
            (.post, "/snapshots", #"{"name":""}"#, "name must be 1 to 64 letters"),
            (.post, "/snapshots", #"{"name":7}"#, "name must be a string"),
            (.put, "/snapshots?name=a/b", "{}", "name must be 1 to 64 letters"),
            (.post, "/snapshots/x/restore", #"{"deep":true}"#, "deep is unknown"),
            (.post, "/rewind", "", "before is required"),
            (.post, "/rewind", #"{"before":0}"#, "must be the number of a request"),
            (.post, "/rewind", #"{"before":-3}"#, "must be the number of a request"),
            (.post, "/rewind", #"{"before":"7"}"#, "before must be"),
            (.post, "/rewind", #"{"before":1.5}"#, "before must be"),
            (.post, "/rewind", #"{"befor":7}"#, "befor is unknown; did you mean before?"),
        ])
    func strictness(method: HTTPRequest.Method, path: String, body: String, part: String) async throws {
        let reply = try await control.send(method, path, body: body)
        #expect(reply.status == .badRequest)
        #expect(reply["error.message"]?.string?.contains(part) == true, "\(reply.text)")
        #expect(control.worlds.log == [])
    }

    @Test("the list, the document and going back answer as described")
    func answers() async throws {
        let list = try await control.send(.get, "/snapshots?world=shop")
        #expect(list.value == ["snapshots": [Self.report]])
        let document = try await control.send(.get, "/snapshots/snapshot-1")
        #expect(document.text == #"{"drydockSnapshot":1}"#)
        #expect(document.headers[.contentType] == "application/json; charset=utf-8")
        let rewound = try await control.send(.post, "/rewind?world=shop", body: #"{"before":7}"#)
        #expect(rewound.value == ["world": "shop", "now": "2026-01-01T00:00:00.000Z", "requests": 6])
        #expect(try await control.send(.get, "/snapshots/other").status == .notFound)
    }
}
