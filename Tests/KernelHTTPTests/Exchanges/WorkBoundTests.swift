import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Bounds on the work for one request")
struct WorkBoundTests {
    private static let fields = String(repeating: "&a=1", count: 1000)

    private func exchange(path: String = "/", type: String? = nil, body: String = "") -> Exchange {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: path)
        if let type { head.headerFields[.contentType] = type }
        return Exchange(
            number: 1, receivedAt: Moment(milliseconds: 0), head: head, body: ByteBuffer(string: body),
            origin: Origin(scheme: "http", authority: "localhost"))
    }

    @Test(
        "a query or a form of too many fields is refused",
        arguments: [
            ("/?\(fields)", nil, ""), ("/", "application/x-www-form-urlencoded", fields),
            ("/", "Application/X-WWW-Form-Urlencoded; charset=utf-8", fields),
        ] as [(String, String?, String)])
    func refused(path: String, type: String?, body: String) {
        let refusal = exchange(path: path, type: type, body: body).fieldRefusal
        #expect(refusal?.status == .badRequest)
        #expect(refusal?.reason.code == "fields.tooMany")
    }

    @Test(
        "what only looks like many fields is not",
        arguments: [
            ("/?a=1", nil, ""), ("/\(fields)", nil, ""), ("/", "application/json", "\"\(fields)\""), ("/", nil, fields),
        ] as [(String, String?, String)])
    func taken(path: String, type: String?, body: String) {
        #expect(exchange(path: path, type: type, body: body).fieldRefusal == nil)
    }

    @Test("an answer says which rule could not be looked at to the end, besides the reason that it has")
    func undecided() throws {
        let slow = Rule(
            id: "slow", when: RuleConditions(body: ["a": .matches(try TextPattern(".{900}b"))]),
            effect: Effect(problem: "x"))
        let subject = UnroutedRequest(exchange(body: #"{"a":"\#(String(repeating: "a", count: 5000))"}"#))
        let finding = RuleBook([slow]).find(operation: "anchor.a", subject: subject, budget: 10_000)
        let reason = Reply(.ok).noting(finding).reason
        #expect(reason?.code == "rule.undecided")
        #expect(reason?.detail.contains("rule slow") == true)
        let refused = Reply(.notFound, reason: Reason(CommonReason.pathUnknown, "Nothing there.")).noting(finding)
            .reason
        #expect(refused?.code == "path.unknown")
        #expect(refused?.detail.hasPrefix("Nothing there. To hold this request against rule slow") == true)
        #expect(Reply(.ok).noting(RuleBook([]).find(operation: nil, subject: subject)).reason == nil)
    }
}
