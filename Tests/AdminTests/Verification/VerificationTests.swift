import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: verification")
struct VerificationTests {
    private static func control() -> ControlPlane {
        let control = ControlPlane()
        control.world.journal.append(
            .made(
                1, .post, operation: "anchor.createSession", requestBody: ByteBuffer(string: #"{"mode":"a"}"#)))
        control.world.journal.append(
            .made(
                2, .get, path: "/v1/sessions/s-1/screenshot", operation: "anchor.takeScreenshot", status: 404,
                reason: "session.unknown"))
        control.world.journal.append(
            .made(
                3, .post, operation: "anchor.createSession", requestBody: ByteBuffer(string: #"{"mode":"b"}"#)))
        return control
    }

    @Test(
        "what is as expected is verified",
        arguments: [
            "{}", #"{"on":"anchor.createSession"}"#, #"{"on":"anchor.createSession","exactly":2}"#,
            #"{"on":"anchor.createSession","atLeast":1,"atMost":2}"#, #"{"status":500,"exactly":0}"#,
            #"{"status":500,"atMost":1}"#, #"{"when":{"body":{"mode":"a"}},"exactly":1}"#,
            #"{"expectations":[{"on":"anchor.createSession"},{"on":"anchor.takeScreenshot","status":404}]}"#,
            #"{"inOrder":true,"expectations":[{"on":"anchor.createSession"},{"on":"anchor.takeScreenshot"}]}"#,
            #"{"inOrder":true,"expectations":[{"on":"*"},{"on":"*"},{"on":"*"}]}"#,
            #"{"inOrder":true,"expectations":[{"status":404},{"status":500,"exactly":0},{"on":"anchor.createSession"}]}"#,
        ])
    func met(body: String) async throws {
        let reply = try await Self.control().send(.post, "/verify", body: body)
        #expect(reply.status == .ok, "\(reply.text)")
        #expect(reply["verified"] == true)
        #expect(reply["expectations"]?.array?.allSatisfy { $0[path: "met"] == true } == true)
    }

    @Test(
        "the message alone tells what is wrong",
        arguments: [
            (
                #"{"on":"anchor.createSession","when":{"body":{"mode":"c"}},"exactly":1}"#,
                """
                The expectation is not met.
                Wanted exactly 1 × anchor.createSession where body.mode is "c"
                   Found none among 3 requests.
                   Closest: request 3, POST /v1/sessions (anchor.createSession, 200): body.mode: wanted "c", got "b"
                """
            ),
            (
                #"{"on":"anchor.createSession","atMost":1}"#,
                """
                The expectation is not met.
                Wanted at most 1 × anchor.createSession
                   Found 2 among 3 requests: requests 1, 3.
                """
            ),
            (
                #"{"expectations":[{"on":"anchor.*"},{"on":"anchor.takeScreenshot","status":200},{"exactly":0}]}"#,
                """
                2 of 3 expectations are not met.
                2. Wanted at least 1 × anchor.takeScreenshot where status is 200
                   Found none among 3 requests.
                   Closest: request 2, GET /v1/sessions/s-1/screenshot (anchor.takeScreenshot, 404): \
                status: wanted 200, got 404
                3. Wanted no × any request
                   Found 3 among 3 requests: requests 1, 2, 3.
                """
            ),
            (
                #"{"inOrder":true,"expectations":[{"on":"anchor.takeScreenshot"},{"on":"anchor.createSession","exactly":2}]}"#,
                """
                1 of 2 expectations are not met.
                2. Wanted exactly 2 × anchor.createSession
                   Found requests 1, 3, but only 1 of the 2 wanted after request 2, which met expectation 1.
                """
            ),
        ])
    func unmet(body: String, message: String) async throws {
        let reply = try await Self.control().send(.post, "/verify", body: body)
        #expect(reply.status == .conflict)
        #expect(reply["message"] == .string(message))
        #expect(reply["error.message"] == .string(message))
        #expect(reply["verified"] == false && reply["error.reason"] == "verify.notMet")
    }

    @Test("each expectation is told in a form for programs")
    func structure() async throws {
        let reply = try await Self.control().send(
            .post, "/verify", body: #"{"on":"anchor.createSession","when":{"body":{"mode":"c"}}}"#)
        let outcome = try #require(reply["expectations.0"])
        #expect(outcome[path: "met"] == false && outcome[path: "found"] == 0)
        #expect(outcome[path: "nearest.differences.0"] == ["field": "body.mode", "wanted": "\"c\"", "got": "\"b\""])
        let met = try await Self.control().send(.post, "/verify", body: #"{"on":"anchor.createSession"}"#)
        #expect(met["expectations.0.requests"] == [1, 3])
        #expect(met["expectations.0.nearest"] == .null && met["expectations.0.problem"] == .null)
    }

    @Test("a world without requests says where there are some")
    func empty() async throws {
        let control = Self.control()
        let reply = try await control.send(.post, "/verify?world=other", body: #"{"on":"anchor.createSession"}"#)
        #expect(
            reply["message"]
                == """
                The expectation is not met.
                Wanted at least 1 × anchor.createSession
                   Found none among 0 requests.
                No request came to the world other. Worlds with requests: default (3).
                """)
    }

    @Test("a journal that was too small says so")
    func dropped() async throws {
        let control = ControlPlane(journalBytes: JournalEntry.made(1).cost)
        for number in 1...3 { control.world.journal.append(.made(number)) }
        let reply = try await control.send(.post, "/verify", body: #"{"atLeast":3}"#)
        #expect(
            reply["message"]?.string?.hasSuffix("dropped 2 requests for want of room; see --journal-bytes.") == true)
    }

    @Test(
        "an order that makes no sense is refused",
        arguments: [
            #"{"exactly":1,"atMost":2}"#, #"{"atLeast":2,"atMost":1}"#, #"{"exactly":-1}"#, #"{"expectations":[]}"#,
            #"{"on":"anchor.*","expectations":[{"on":"anchor.*"}]}"#, #"{"atleast":1}"#,
            #"{"on":"anchor.creteSession"}"#,
            #"{"expectations":[{"on":"anchor.creteSession"}]}"#, #"{"expectations":{}}"#, "[]",
        ])
    func refused(body: String) async throws {
        let reply = try await Self.control().send(.post, "/verify", body: body)
        #expect(reply.status == .unprocessableContent, "\(reply.text)")
        #expect(reply["error.reason"] == "body.invalid")
    }

    @Test("more expectations than one call may have are refused")
    func tooMany() async throws {
        let expectations = Array(repeating: #"{"on":"*"}"#, count: 1001).joined(separator: ",")
        let reply = try await Self.control().send(.post, "/verify", body: #"{"expectations":[\#(expectations)]}"#)
        #expect(reply.status == .unprocessableContent)
    }

    @Test("a search that would take too long is given up rather than answered in part")
    func tooLong() throws {
        let budget = SearchBudget(1000)
        #expect(budget.look(orElse: false) { $0.spend(900) })
        try budget.check()
        #expect(!budget.look(orElse: false) { $0.spend(200) })
        #expect(!budget.look(orElse: false) { _ in true })
        #expect(throws: ControlRefusal.self) { try budget.check() }
    }
}
