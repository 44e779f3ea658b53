import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: journal filters")
struct RequestFilterTests {
    private static let entries: [JournalEntry] = [
        .made(1, .post, path: "/v1/sessions", operation: "anchor.createSession", status: 200, second: 0),
        .made(
            2, .get, path: "/v1/sessions/a?page=1", operation: "anchor.getSession", status: 404,
            reason: "session.unknown",
            second: 10),
        .made(3, .get, path: "/v2/nothing", status: 404, reason: "path.unknown", second: 20),
        .made(
            4, .get, path: "/v1/tools", operation: "anchor.useTool", status: 503, reason: "rule.problem", second: 30),
        .made(
            5, .post, path: "/v1/sessions", operation: "anchor.createSession", status: 402, reason: "credits.none",
            second: 40
        ),
    ]

    @Test(
        "each filter lets through what it says, oldest first",
        arguments: [
            ("", [1, 2, 3, 4, 5], 5),
            ("operation=anchor.createSession", [1, 5], 2), ("operation=anchor.*Session", [1, 2, 5], 3),
            ("operation=*", [1, 2, 4, 5], 4), ("method=POST", [1, 5], 2), ("method=get", [2, 3, 4], 3),
            ("path=/v1/sessions", [1, 5], 2), ("path=/v1/sessions/a", [2], 1), ("path=/v1/*", [1, 2, 4, 5], 4),
            ("path=*?page=1", [2], 1), ("status=404", [2, 3], 2), ("status=4xx", [2, 3, 5], 3),
            ("status=5XX", [4], 1), ("since=3", [4, 5], 2), ("since=0", [1, 2, 3, 4, 5], 5),
            ("since=2026-01-01T00:00:20Z", [3, 4, 5], 3), ("unmatched=true", [3], 1),
            ("unmatched=false", [1, 2, 4, 5], 4), ("reason=credits.none", [5], 1), ("reason=*.unknown", [2, 3], 2),
            ("limit=2", [4, 5], 5), ("status=4xx&limit=1", [5], 3), ("method=POST&status=402", [5], 1),
            ("operation=none", [], 0),
        ])
    func filter(query: String, numbers: [Int64], total: Int64) async throws {
        let control = ControlPlane()
        for entry in Self.entries { control.world.journal.append(entry) }
        let reply = try await control.send(.get, "/requests?\(query)")
        #expect(reply["requests"]?.array?.map { $0[path: "number"] } == numbers.map { .integer($0) })
        #expect(reply["total"] == .integer(total))
        #expect(reply["dropped"] == 0)
    }

    @Test(
        "what Drydock sent comes behind the request whose number it has",
        arguments: [
            ("", ["1", "1 sent", "2", "2 sent"]), ("direction=outgoing", ["1 sent", "2 sent"]),
            ("direction=incoming", ["1", "2"]), ("since=1", ["1 sent", "2", "2 sent"]),
            ("operation=anchor.deliverWebhook&since=2", ["2 sent"]), ("unmatched=true", []),
        ])
    func direction(query: String, expected: [String]) async throws {
        let control = ControlPlane()
        for number in 1...2 {
            control.world.journal.append(.made(number, operation: "anchor.createSession"))
            control.world.journal.append(
                .made(number, .post, path: "/hook", operation: "anchor.deliverWebhook", direction: .outgoing))
        }
        let reply = try await control.send(.get, "/requests?\(query)")
        let shown = (reply["requests"]?.array ?? []).map { entry in
            let isSent = entry[path: "direction"] == "outgoing"
            #expect((entry[path: "request.url"] == "http://localhost:4010/hook") == isSent)
            return "\(entry[path: "number"].map { JSONWriter.text($0) } ?? "")\(isSent ? " sent" : "")"
        }
        #expect(shown == expected)
    }

    @Test("unmatched requests have a path of their own, with the same filters")
    func unmatched() async throws {
        let control = ControlPlane()
        for entry in Self.entries { control.world.journal.append(entry) }
        let all = try await control.send(.get, "/requests/unmatched")
        #expect(all["requests"]?.array?.map { $0[path: "number"] } == [3])
        let later = try await control.send(.get, "/requests/unmatched?since=3")
        #expect(later["requests"]?.array?.isEmpty == true)
    }

    @Test(
        "a filter with a value that it cannot have is refused",
        arguments: [
            "status=abc", "status=600", "status=9xx", "since=yesterday", "since=-1", "unmatched=yes", "limit=0",
            "limit=many", "secrets=all",
        ])
    func malformed(query: String) async throws {
        let reply = try await ControlPlane().send(.get, "/requests?\(query)")
        #expect(reply.status == .badRequest)
        #expect(reply["error.reason"] == "query.invalid")
    }

    @Test("without a limit the newest thousand are listed, and what the budget let go is counted")
    func bounded() async throws {
        let control = ControlPlane(journalBytes: 1 << 30)
        for number in 1...1001 { control.world.journal.append(.made(number)) }
        let reply = try await control.send(.get, "/requests")
        #expect(reply["requests"]?.array?.count == 1000)
        #expect(reply["requests.0.number"] == 2)
        #expect(reply["total"] == 1001)

        let small = ControlPlane(journalBytes: 3 * JournalEntry.made(1).cost)
        for number in 1...5 { small.world.journal.append(.made(number)) }
        let rest = try await small.send(.get, "/requests")
        #expect(rest["total"] == 3)
        #expect(rest["dropped"] == 2)
    }

    @Test("the journal is emptied of this world's exchanges only")
    func clear() async throws {
        let control = ControlPlane()
        let other = control.worlds.world(try #require(WorldName("other")))
        for number in 1...3 { control.world.journal.append(.made(number)) }
        other.journal.append(.made(1))
        #expect(try await control.send(.delete, "/requests").text == #"{"removed":3}"#)
        #expect(try await control.send(.get, "/requests").text == #"{"requests":[],"total":0,"dropped":0}"#)
        #expect(other.journal.count == 1)
    }
}
