import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: hosted flows")
struct HostedFlowTests {
    private let control = ControlPlane()

    @Test("completing a token passes on token, world and fields")
    func complete() async throws {
        let plain = try await control.send(.post, "/identity-tokens/abc/complete")
        #expect(plain["callback"] == "success")
        let named = try await control.send(
            .post, "/identity-tokens/abc/complete?world=w1", body: #"{"outcome":"cancel"}"#)
        #expect(named["callback"] == "cancel")
        #expect(control.worlds.log == ["complete abc in its world", "complete abc in w1"])
    }

    @Test("completing a token takes no members that it does not know")
    func strictCompletion() async throws {
        let reply = try await control.send(.post, "/identity-tokens/abc/complete", body: #"{"outcom":"cancel"}"#)
        #expect(reply.status == .badRequest)
        #expect(reply.complaints == ["outcom is unknown; did you mean outcome?"])
        #expect(control.worlds.log.isEmpty)
    }

    @Test("a link is finished in the world that it leads to, or in the named one")
    func worlds() async throws {
        let plain = try await control.send(.post, "/link/complete", body: #"{"app":"uber","appUserId":"ada"}"#)
        #expect(plain.status == .ok && plain["app"] == "uber")
        let named = try await control.send(.post, "/link/complete?world=w1", body: #"{"app":"uber","deliver":false}"#)
        #expect(named["world"] == "w1")
        #expect(control.worlds.log == ["link uber in its world", "link uber in w1"])
    }

    @Test(
        "a typing error does not pass as a success",
        arguments: [#"{"app":"uber","outcom":"cancel"}"#, #"{"app":1}"#, "{}", "[]", "{"])
    func refusals(body: String) async throws {
        let reply = try await control.send(.post, "/link/complete", body: body)
        #expect(reply.status == .badRequest)
        #expect(control.worlds.log.isEmpty)
    }
}
