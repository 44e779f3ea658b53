import HTTPTypes
import Kernel
import NIOCore
import Testing

@testable import Anon
@testable import KernelHTTP

struct AnonVendorTests {
    private let vendor = AnonVendor()

    @Test(
        "what reaches no operation is answered by the gateway, in its envelope",
        arguments: [
            (RoutingRefusal.unknownPath("/x"), 404, "no Route matched with those values", "path.unknown"),
            (.wrongMethod(allowed: [.post, .get]), 405, "Method not allowed", "method.notAllowed"),
            (.bodyTooLarge(limit: 9), 413, "Request body is larger than 9 bytes", "body.tooLarge"),
            (.noRoom(limit: 9), 503, "Too many bodies are under way; try again", "body.noRoom"),
            (
                .unknownCoding(UnknownContentCoding(detail: "No.")), 415,
                "Unsupported content coding; supported: gzip, deflate", "body.unknownCoding"
            ),
            (.invalid(Reason(code: "a.b", detail: "No.")), 400, "No.", "a.b"),
            (.forbidden(Reason(code: "a.b", detail: "No.")), 403, "No.", "a.b"),
        ])
    func refusals(refusal: RoutingRefusal, status: Int, message: String, reason: String) {
        let answer = AnonAnswer(reply: vendor.refusal(refusal))
        #expect(answer.status == status)
        #expect(answer.json == ["message": .string(message)])
        #expect(answer.reason == reason)
    }

    @Test("a wrong method says which are right")
    func allow() {
        let answer = AnonAnswer(reply: vendor.refusal(.wrongMethod(allowed: [.post, .get])))
        #expect(answer.header("Allow") == "GET, POST")
    }

    @Test("an error that is none of ours is a bug: 500, and the journal has what it was")
    func bugs() {
        struct Surprise: Error {}
        let answer = AnonAnswer(reply: vendor.reply(for: Surprise()))
        #expect(answer.status == 500)
        #expect(answer.text == #"{"error":"Internal server error"}"#)
        #expect(answer.reason == "drydock.bug")
        #expect(answer.detail.contains("Surprise"))
    }

    @Test(
        "every error that a rule can name is there, has a status of an error and a body",
        arguments: AnonVendor().problemNames)
    func problems(name: String) throws {
        let answer = AnonAnswer(reply: vendor.reply(for: try #require(vendor.problem(named: name))))
        #expect((400..<600).contains(answer.status))
        #expect((answer.error ?? answer.message)?.isEmpty == false)
        #expect(answer.reason == "rule.problem")
    }

    @Test(
        "the published texts can be ordered word for word",
        arguments: [
            ("unauthorized", 401, "Unauthorized", #"{"message":"Unauthorized"}"#),
            ("upstreamError", 502, "Bad Gateway", #"{"error":"Upstream error"}"#),
            ("sessionNotFound", 404, "Not Found", #"{"error":"Session not found"}"#),
            ("forbidden", 403, "Forbidden", #"{"error":"Forbidden: Access to the requested resource is denied."}"#),
            (
                "translationNotFound", 404, "Not Found",
                #"{"error":"Error translating external user id: 404 - Not Found"}"#
            ),
            (
                "translationCrashed", 500, "Internal Server",
                #"{"error":"Error translating external user id: 500 - Internal Server"}"#
            ),
        ])
    func texts(name: String, status: Int, phrase: String, body: String) throws {
        let answer = AnonAnswer(reply: vendor.reply(for: try #require(vendor.problem(named: name))))
        #expect(answer.status == status)
        #expect(answer.phrase == phrase)
        #expect(answer.text == body)
    }

    @Test("there is no error of another name")
    func unknownProblem() {
        #expect(vendor.problem(named: "outOfCredits") == nil)
    }
}
