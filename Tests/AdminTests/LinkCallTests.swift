import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Admin

@Suite("Control plane: Link")
struct LinkCallTests {
    private let control = ControlPlane()

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
