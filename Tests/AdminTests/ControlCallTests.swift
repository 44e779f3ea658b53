import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: strictness")
struct ControlCallTests {
    @Test(
        "an unknown or doubled query parameter is refused, with a suggestion",
        arguments: [
            ("/requests?oparation=x", "did you mean operation?"), ("/clock?wrld=x", "did you mean world?"),
            ("/rules?verbose=1", "expected world"), ("/requests?status=404&status=500", "is given twice"),
            ("/health?x=1", "is unknown"), ("/requests/1?secret=shown", "did you mean secrets?"),
        ])
    func query(path: String, part: String) async throws {
        let reply = try await ControlPlane().send(.get, path)
        #expect(reply.status == .badRequest)
        #expect(reply["error.reason"] == "query.invalid")
        #expect(reply["error.message"]?.string?.contains(part) == true, "\(reply.text)")
    }

    @Test("all unknown members of a body are told at once")
    func members() async throws {
        let reply = try await ControlPlane().send(
            .post, "/rules", body: #"{"on":"anchor.*","tims":1,"efect":{},"effect":{"delay":"1s"}}"#)
        #expect(
            reply.complaints == [
                "rule:1:18: unknown key `tims`; did you mean `times`?",
                "rule:1:27: unknown key `efect`; did you mean `effect`?",
            ])
    }

    @Test("a path that does not exist is refused with the nearest that does")
    func path() {
        let reply = ControlPlane().vendor.refusal(.unknownPath("/_drydock/request"))
        #expect(reply.status == .notFound)
        #expect(reply["error.message"]?.string?.hasSuffix("did you mean /_drydock/requests?") == true)
    }

    @Test("a wrong method is refused with those that are right")
    func method() {
        let reply = ControlPlane().vendor.refusal(.wrongMethod(allowed: [.post, .get]))
        #expect(reply.status == .methodNotAllowed)
        #expect(reply.headers[.allow] == "GET, POST")
        #expect(reply["error.reason"] == "method.notAllowed")
    }
}
