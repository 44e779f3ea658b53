import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Events")
struct EventTests {
    private let client = AnchorClient()

    @Test("a signal is kept for the next wait and taken once, on both paths", arguments: ["/v1", "/api/v1"])
    func kept(prefix: String) async {
        let signalled = await client.post("\(prefix)/events/mfa", #"{"data":{"code":"123456"}}"#)
        #expect(signalled.json == ["data": ["status": "success"]])
        let other = prefix == "/v1" ? "/api/v1" : "/v1"
        let taken = await client.post("\(other)/events/mfa/wait")
        #expect(taken.status == 200)
        #expect(taken.json == ["data": ["code": "123456"]])
        let late = await client.post("\(prefix)/events/mfa/wait", #"{"timeoutMs":0}"#)
        #expect(late.status == 408)
        #expect(late.json == ["error": ["code": 408, "message": "Request Timeout"]])
        #expect(late.reason == "event.timedOut")
        #expect(client.store.objectCount == 0)
    }

    @Test("signals that are kept are taken in order")
    func order() async {
        for number in 0..<3 { _ = await client.post("/v1/events/e", #"{"data":{"n":\#(number)}}"#) }
        for number in 0..<3 {
            #expect(await client.post("/v1/events/e/wait")["data.n"] == .integer(Int64(number)))
        }
    }

    @Test("a name is one's own, letter for letter")
    func names() async {
        _ = await client.post("/v1/events/Mfa%2F1", #"{"data":{}}"#)
        for other in ["mfa%2F1", "Mfa"] {
            #expect(await client.post("/v1/events/\(other)/wait", #"{"timeoutMs":0}"#).status == 408)
        }
        #expect(await client.post("/v1/events/Mfa%2F1/wait").json == ["data": [:]])
    }

    @Test(
        "what is wrong with a call is said before anything is kept or waited for",
        arguments: [
            ("/v1/events/e", "", 400, "body.invalid"), ("/v1/events/e", "{}", 400, "body.invalid"),
            ("/v1/events/e", #"{"data":null}"#, 400, "body.invalid"),
            ("/v1/events/e", #"{"data":3}"#, 400, "body.invalid"),
            ("/v1/events/e", "{", 400, "body.notJSON"),
            ("/v1/events/e/wait", #"{"timeoutMs":-1}"#, 400, "body.invalid"),
            ("/v1/events/e/wait", #"{"timeoutMs":86400001}"#, 400, "body.invalid"),
            ("/v1/events/e/wait", #"{"timeoutMs":"1"}"#, 400, "body.invalid"),
            ("/v1/events/\(String(repeating: "e", count: 257))", #"{"data":{}}"#, 400, "body.invalid"),
            ("/v1/events/e", #"{"data":{"t":"\#(String(repeating: "x", count: 65_536))"}}"#, 400, "body.invalid"),
        ])
    func refusals(target: String, body: String, status: Int, reason: String) async {
        let answer = await client.post(target, body)
        #expect(answer.status == status && answer.reason == reason, "\(answer.text)")
        #expect(client.store.objectCount == 0)
    }

    @Test("without a key nothing is signalled or waited for", arguments: ["e", "e/wait"])
    func key(path: String) async {
        client.key = nil
        #expect(await client.post("/v1/events/\(path)", #"{"data":{}}"#).status == 401)
    }

    @Test("of what nobody takes so much is kept, in number and in bytes", arguments: [(2, 100), (60_000, 4)])
    func bounds(length: Int, count: Int) async {
        let body = #"{"data":{"t":"\#(String(repeating: "x", count: length))"}}"#
        for _ in 0..<count { #expect(await client.post("/v1/events/e", body).status == 200) }
        let refused = await client.post("/v1/events/e", body)
        #expect(refused.status == 429 && refused.reason == "event.tooManyKept")
        _ = await client.post("/v1/events/e/wait")
        #expect(await client.post("/v1/events/e", body).status == 200)
        #expect(client.store.objectCount == client.store.snapshot.countObjects())
    }

    @Test("what is kept survives being written and read")
    func coding() async throws {
        _ = await client.post("/v1/events/e", #"{"data":{"a":[1.5,null,{"b":"ü"}]}}"#)
        let signals = try #require(client.store.snapshot.eventSignals["e"])
        #expect(try RowCoding.value(RowCoding.bytes(signals)) == signals)
    }

    // MARK: Waiting

    @Test("a wait ends with the signal, or by the world's clock after a minute")
    func waiting() async throws {
        let world = WaitingWorld()
        async let first = world.post("/v1/events/e/wait")
        await world.untilWaiting(1)
        #expect(world.clock.pendingWakeUps.first?.deadline == AnchorClient.start + .seconds(60))
        #expect(await world.post("/v1/events/e", #"{"data":{"a":1}}"#).status == 200)
        #expect(await first.json == ["data": ["a": 1]])
        async let second = world.post("/v1/events/e/wait", #"{"timeoutMs":5000}"#)
        await world.untilWaiting(1)
        try world.clock.advance(by: .milliseconds(4999))
        #expect(!world.clock.pendingWakeUps.isEmpty)
        try world.clock.advance(by: .milliseconds(1))
        #expect(await second.status == 408)
    }

    @Test("whoever waits longest gets the next signal, each one")
    func line() async throws {
        let world = WaitingWorld()
        let taken: [Int64?] = await withTaskGroup(of: (Int, Int64?).self) { group in
            for waiter in 0..<5 {
                group.addTask { (waiter, await world.post("/v1/events/e/wait").number) }
                await world.untilWaiting(waiter + 1)
            }
            for number in 0..<5 { _ = await world.post("/v1/events/e", #"{"data":{"n":\#(number)}}"#) }
            return await group.reduce(into: [Int64?](repeating: nil, count: 5)) { $0[$1.0] = $1.1 }
        }
        #expect(taken == [0, 1, 2, 3, 4])
    }

    @Test("a wait in a world that is swapped ends")
    func swapped() async throws {
        let world = WaitingWorld()
        async let waiting = world.post("/v1/events/e/wait")
        await world.untilWaiting(1)
        world.store.signals.retire()
        let answer = await waiting
        #expect(answer.status == 408 && answer.reason == "event.waitEnded")
    }

    @Test("of a hundred signals and waits at once none is lost and none comes twice")
    func race() async {
        let world = WaitingWorld()
        let numbers: [Int64] = await withTaskGroup(of: Int64?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    _ = await world.post("/v1/events/e\(number % 20)", #"{"data":{"n":\#(number)}}"#)
                    return nil
                }
                group.addTask { await world.post("/v1/events/e\(number % 20)/wait").number ?? -1 }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.append(number) } }
        }
        #expect(numbers.sorted() == Array(0..<100))
        #expect(world.store.objectCount == 0)
    }

    @Test("whoever hangs up takes nothing")
    func hangUps() async {
        let world = WaitingWorld()
        let numbers: [Int64] = await withTaskGroup(of: Int64?.self) { group in
            for number in 0..<60 {
                group.addTask {
                    _ = await world.post("/v1/events/e", #"{"data":{"n":\#(number)}}"#)
                    return nil
                }
                group.addTask {
                    let client = TestClient()
                    async let answer = world.post("/v1/events/e/wait", from: client)
                    client.hangUp()
                    return await answer.number
                }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.append(number) } }
        }
        var rest: [Int64] = []
        while let number = await world.post("/v1/events/e/wait", #"{"timeoutMs":0}"#).number { rest.append(number) }
        let refused = 60 - numbers.count - rest.count
        #expect(Set(numbers + rest).count == numbers.count + rest.count)
        #expect(refused == 0, "what nobody took is kept")
    }
}

/// A world in which many wait at once.
struct WaitingWorld: Sendable {
    let store = AnchorClient().store
    let clock = WorldClock(start: AnchorClient.start, mode: .frozen, wall: .constant(AnchorClient.start))

    func post(_ target: String, _ body: String = "", from watch: TestClient? = nil) async -> SentAnswer {
        let client = AnchorClient(store: store)
        client.clock = clock
        client.now = clock.now
        client.watch = watch
        let answer = await client.post(target, body)
        return SentAnswer(status: answer.status, reason: answer.reason, json: answer.json)
    }

    /// Lets others run until so many wait for the clock.
    func untilWaiting(_ count: Int) async {
        while clock.pendingWakeUps.count != count { await Task.yield() }
    }
}

/// An answer that can go from one task to another.
struct SentAnswer: Sendable {
    let status: Int
    let reason: String?
    let json: JSONValue

    var number: Int64? {
        guard case .integer(let number)? = json[path: "data.n"] else { return nil }
        return number
    }
}

/// A client that hangs up when it is told to.
final class TestClient: ClientWatch {
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

    func hangUp() { continuation.finish() }

    func untilGone() async {
        for await _ in stream {}
    }
}
