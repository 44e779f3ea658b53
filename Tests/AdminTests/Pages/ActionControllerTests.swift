import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: what forms do")
struct ActionControllerTests {
    @Test("every action is a call that the control plane has, and stays within what its path asks for")
    func known() {
        for name in PageAction.all.keys {
            let route = ControlVendor.route(named: name)
            #expect(route != nil, "\(name)")
            #expect(route?.endpoint.method != .get, "\(name): a form changes something")
        }
    }

    @Test(
        "a form does what the call of that name does, and leads to the page that shows it",
        arguments: [
            ("changeClock", "advance=1m", "/_drydock/world?world=default"),
            ("changeClock", "freeze:bool=false", "/_drydock/world?world=default"),
            ("resetWorld", "", "/_drydock/world?world=default"),
            ("loadScenario", "name=default", "/_drydock/world?world=default"),
            (
                "addRule", "document=on%3A+anchor.createSession%0Aeffect%3A+%7Bproblem%3A+outOfCredits%7D",
                "/_drydock/world?world=default"
            ),
            ("clearRequests", "", "/_drydock?world=default"),
            ("completeIdentityToken", "path.token=t%2F1&outcome=success", "/_drydock/objects?world=default"),
        ])
    func performed(operation: String, form: String, location: String) async throws {
        let reply = try await Self.post(ControlPlane(), operation, form)
        #expect(reply.status == .seeOther, "\(reply.text)")
        #expect(reply.headers[.location] == location)
    }

    @Test("values reach the call as the types that their names say")
    func typed() async throws {
        let control = ControlPlane()
        _ = try await Self.post(control, "changeClock", "advance=90s")
        #expect(control.world.clock.now == FakeWorld.start + .seconds(90))
        _ = try await Self.post(control, "changeClock", "freeze:bool=false")
        #expect(control.world.clock.mode == .running)
        _ = try await Self.post(control, "completeIdentityToken", "path.token=t%2F1&outcome=cancel&userName=")
        #expect(control.worlds.log.contains("complete t/1 in default"))
    }

    @Test(
        "what cannot be done is refused by a page in the call's own words, and nothing changes",
        arguments: [
            ("changeClock", "advance=soon", 400, "advance must be"),
            ("changeClock", "", 400, "exactly one of advance, set, freeze"),
            ("changeClock", "advance=1m&extra=1", 400, "extra is unknown"),
            ("changeClock", "set=2020-01-01T00:00:00Z", 409, "does not go back"),
            ("changeClock", "advance:date=1", 400, "has a type that no form sends"),
            ("rewindWorld", "before:int=x", 400, "must be a whole number"),
            ("rewindWorld", "before:json=%7B", 400, "is not JSON"),
            (
                "addRule", "document=on%3A+anchor.nothing%0Aeffect%3A+%7Bproblem%3A+outOfCredits%7D", 422,
                "anchor.nothing"
            ),
            ("removeRule", "", 400, "path.id is missing"),
            ("removeRule", "path.id=none", 404, "no rule none"),
            ("getClock", "", 404, "No page has a form for getClock"),
            ("resetWorlds", "", 404, "did you mean resetWorld"),
            ("completeIdentityTokens", "", 404, "did you mean completeIdentityToken"),
        ])
    func refused(operation: String, form: String, status: Int, words: String) async throws {
        let control = ControlPlane()
        let reply = try await Self.post(control, operation, form)
        #expect(reply.status.code == status)
        #expect(reply.text.contains("role=\"alert\""))
        #expect(reply.text.contains(words), "\(reply.text.suffix(900))")
        #expect(control.world.clock.now == FakeWorld.start && control.worlds.log.isEmpty)
        #expect(control.world.rules.statuses.isEmpty)
    }

    private static func post(_ control: ControlPlane, _ operation: String, _ form: String) async throws -> Reply {
        try await control.send(
            .post, "/actions/\(operation)", body: form,
            headers: [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"])
    }
}
