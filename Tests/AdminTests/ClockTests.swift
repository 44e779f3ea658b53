import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: clock")
struct ClockTests {
    @Test("reading tells time, mode and who waits")
    func read() async throws {
        let control = ControlPlane()
        let reply = try await control.send(.get, "/clock")
        #expect(reply.text == #"{"now":"2026-01-01T00:00:00.000Z","mode":"frozen","pending":[]}"#)
    }

    @Test("who waits is listed with the request, the operation and the instant, earliest first")
    func pending() async throws {
        let control = ControlPlane()
        let clock = control.world.clock
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, seconds) in [(7, 20), (8, 10)] as [(Int, Int64)] {
                let wakeUp = WakeUp(
                    at: FakeWorld.start + .seconds(seconds), request: number, operation: "anchor.getSession")
                group.addTask { _ = try await clock.sleep(until: wakeUp) }
            }
            while clock.pendingWakeUps.count < 2 { await Task.yield() }
            let reply = try await control.send(.get, "/clock")
            #expect(reply["pending.0.at"] == "2026-01-01T00:00:10.000Z")
            #expect(reply["pending.0.request"] == 8 && reply["pending.0.operation"] == "anchor.getSession")
            #expect(reply["pending.1.request"] == 7)
            try clock.advance(by: .seconds(20))
            try await group.waitForAll()
        }
        #expect(try await control.send(.get, "/clock")["pending"] == [])
    }

    @Test(
        "the clock moves forwards",
        arguments: [
            (#"{"advance": "15m"}"#, "2026-01-01T00:15:00.000Z", "frozen"),
            (#"{"advance": "PT15M"}"#, "2026-01-01T00:15:00.000Z", "frozen"),
            (#"{"set": "2026-01-01T03:00:00+01:00"}"#, "2026-01-01T02:00:00.000Z", "frozen"),
            (#"{"freeze": false}"#, "2026-01-01T00:00:00.000Z", "running"),
            (#"{"freeze": true}"#, "2026-01-01T00:00:00.000Z", "frozen"),
        ])
    func change(body: String, now: String, mode: String) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/clock", body: body)
        #expect(reply.status == .ok)
        #expect(reply["now"] == .string(now))
        #expect(reply["mode"] == .string(mode))
        #expect(control.world.clock.now.description == now)
        #expect(control.world.clock.mode.rawValue == mode)
    }

    @Test("backwards is a conflict, and the clock stays")
    func backwards() async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/clock", body: #"{"set": "2025-12-31T00:00:00Z"}"#)
        #expect(reply.status == .conflict)
        #expect(reply["error.code"] == 409)
        #expect(reply["error.reason"] == "clock.backwards")
        #expect(reply.reason?.code == "clock.backwards")
        #expect(control.world.clock.now == FakeWorld.start)
    }

    @Test(
        "what leads out of the years that can be written is refused in words, and the clock stays",
        arguments: [
            (#"{"set": "9999-12-31T23:59:59-23:59"}"#, "cannot be set to 9999-12-31T23:59:59-23:59"),
            (#"{"set": "0001-01-01T00:00:00+23:59"}"#, "cannot be set to 0001-01-01T00:00:00+23:59"),
            (#"{"advance": "100000001d"}"#, "cannot go on by 100000001d"),
            (#"{"advance": "3000000d"}"#, "shows 2026-01-01T00:00:00.000Z and cannot go on by 3000000d"),
        ])
    func outOfRange(body: String, part: String) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/clock", body: body)
        #expect(reply.status == .unprocessableContent)
        #expect(reply["error.reason"] == "clock.outOfRange")
        let message = try #require(reply["error.message"]?.string)
        #expect(message.contains(part), "\(message)")
        #expect(message.hasSuffix("it is from 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z"), "\(message)")
        #expect(control.world.clock.now == FakeWorld.start)
    }

    @Test(
        "a body that says nothing clear is refused, and the clock stays",
        arguments: [
            ("", "exactly one"), ("{}", "exactly one"), (#"{"advance": null}"#, "exactly one"),
            (#"{"advance": "15m", "freeze": true}"#, "exactly one"), (#"{"advance": 15}"#, "must be a string"),
            (#"{"advance": "15 minutes"}"#, "a duration such as"), (#"{"advance": "-5m"}"#, "a duration such as"),
            (#"{"set": "tomorrow"}"#, "a date-time such as"), (#"{"freeze": "yes"}"#, "must be a boolean"),
            (#"{"advanse": "15m"}"#, "did you mean advance?"), ("[1]", "must be a JSON object"),
            (#"{"advance": }"#, "not valid JSON"),
        ])
    func malformed(body: String, part: String) async throws {
        let control = ControlPlane()
        let reply = try await control.send(.post, "/clock", body: body)
        #expect(reply.status == .badRequest)
        #expect(reply["error.message"]?.string?.contains(part) == true, "\(reply.text)")
        #expect(!reply.complaints.isEmpty)
        #expect(control.world.clock.now == FakeWorld.start)
        #expect(control.world.clock.mode == .frozen)
    }
}
