import DrydockTesting
import Kernel
import Testing

@Suite("Going back to before a request")
struct RewindTests {
    private static func make(_ site: Int, on drydock: RunningDrydock) async throws -> Answer {
        try await drydock.post("/v1/applications", #"{"source":"https://s\#(site).test"}"#, key: "sk@w")
    }

    private static func rewind(_ drydock: RunningDrydock, before number: Int) async throws -> Answer {
        try await drydock.post("/_drydock/rewind?world=w", #"{"before":\#(number)}"#)
    }

    private static func numbers(_ drydock: RunningDrydock) async throws -> [JSONValue] {
        let journal = try await drydock.get("/_drydock/requests?world=w")
        return journal["requests"]?.array?.compactMap { $0[path: "number"] } ?? []
    }

    @Test("state, journal, numbers and ids are as they were before the request; forwards again gives the same")
    func back() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            var made: [String] = []
            for site in 1...5 { made.append(try await Self.make(site, on: drydock).text) }
            let answer = try await Self.rewind(drydock, before: 3)
            #expect(answer.json == ["world": "w", "now": "2026-01-01T00:00:00.000Z", "requests": 2])
            #expect(try await Self.numbers(drydock) == [1, 2])
            for site in 3...5 { #expect(try await Self.make(site, on: drydock).text == made[site - 1]) }
            #expect(try await Self.numbers(drydock) == [1, 2, 3, 4, 5])
        }
    }

    @Test("one can go back further after going back, and not forwards")
    func twice() async throws {
        try await withDrydock { drydock in
            for site in 1...6 { _ = try await Self.make(site, on: drydock) }
            #expect(try await Self.rewind(drydock, before: 5).status == 200)
            #expect(try await Self.rewind(drydock, before: 2).status == 200)
            #expect(try await Self.numbers(drydock) == [1])
            let forwards = try await Self.rewind(drydock, before: 4)
            #expect(forwards.status == 404)
            #expect(forwards["error.message"] == "Request 4 has not come yet; the last one was 1")
            #expect(forwards["error.reason"] == "rewind.notYet")
        }
    }

    @Test("clock, rules and their counts go back, too")
    func everything() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            let rule = #"{"on":"anchor.createApplication","times":1,"effect":{"problem":"conflict"}}"#
            _ = try await drydock.post("/_drydock/rules?world=w", rule)
            #expect(try await Self.make(1, on: drydock).status == 409)
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"1h"}"#)
            #expect(try await Self.make(1, on: drydock).status == 201)
            _ = try await Self.rewind(drydock, before: 1)
            let clock = try await drydock.get("/_drydock/clock?world=w")
            #expect(clock["now"] == "2026-01-01T00:00:00.000Z")
            #expect(try await Self.make(1, on: drydock).status == 409)
            #expect(try await Self.make(1, on: drydock).status == 201)
        }
    }

    @Test("the last 200 requests are in reach, and a refusal tells the oldest")
    func depth() async throws {
        try await withDrydock { drydock in
            for site in 1...205 { _ = try await Self.make(site % 7, on: drydock) }
            let refused = try await Self.rewind(drydock, before: 5)
            #expect(refused.status == 409)
            #expect(
                refused["error.message"]
                    == "What the world was before request 5 is not kept any more; the oldest that can be reached is 6")
            #expect(try await Self.numbers(drydock).count == 205)
            #expect(try await Self.rewind(drydock, before: 6).status == 200)
            #expect(try await Self.numbers(drydock) == [1, 2, 3, 4, 5])
        }
    }

    @Test("a snapshot of another line of history keeps of the journal what both have in common")
    func lines() async throws {
        try await withDrydock { drydock in
            for site in 1...2 { _ = try await Self.make(site, on: drydock) }
            _ = try await drydock.post("/_drydock/snapshots?world=w")
            for site in 3...5 { _ = try await Self.make(site, on: drydock) }
            _ = try await drydock.post("/_drydock/snapshots?world=w")
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore?world=w")
            #expect(try await Self.numbers(drydock) == [1, 2])
            _ = try await Self.make(9, on: drydock)
            #expect(try await Self.numbers(drydock) == [1, 2, 3])
            _ = try await drydock.post("/_drydock/snapshots/snapshot-2/restore?world=w")
            #expect(try await Self.numbers(drydock) == [1, 2])
            _ = try await Self.make(6, on: drydock)
            #expect(try await Self.numbers(drydock) == [1, 2, 6])
            #expect(try await drydock.get("/v1/applications", key: "sk@w")["applications"]?.array?.count == 6)
            #expect(try await Self.rewind(drydock, before: 4).status == 409)
        }
    }

    @Test("a snapshot of before a reset brings its own past and nothing of the reset world's")
    func afterReset() async throws {
        try await withDrydock { drydock in
            for site in 1...3 { _ = try await Self.make(site, on: drydock) }
            _ = try await drydock.post("/_drydock/snapshots?world=w")
            _ = try await drydock.post("/_drydock/reset?world=w")
            for site in 1...2 { _ = try await Self.make(site, on: drydock) }
            _ = try await drydock.post("/_drydock/snapshots/snapshot-1/restore?world=w")
            #expect(try await Self.numbers(drydock) == [])
            _ = try await Self.make(9, on: drydock)
            #expect(try await Self.numbers(drydock) == [4])
        }
    }
}
