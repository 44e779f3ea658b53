import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

/// The control plane as the router calls it: finds the route, makes the call, goes through the gate.
struct ControlPlane {
    let worlds: FakeWorlds
    let world: FakeWorld

    init(rules: [Rule] = [], journalBytes: Int = 1 << 20, timer: WaitTimer = .real, commit: String? = nil) {
        world = FakeWorld(.default, rules: rules, journalBytes: journalBytes, timer: timer)
        worlds = FakeWorlds([world], commit: commit)
    }

    var vendor: ControlVendor { ControlVendor(worlds) }

    /// The answer to a request; `path` is what follows `/_drydock`.
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: String = "", headers: HTTPFields = [:]
    ) async throws -> Reply {
        let vendor = vendor
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: "/_drydock\(path)", headerFields: headers)
        let exchange = Exchange(
            number: 0, receivedAt: FakeWorld.start, head: head, body: ByteBuffer(string: body),
            origin: Origin(scheme: "http", authority: "localhost"))
        let routes = vendor.routes
        guard case .found(let number, let parameters) = Router(routes.map(\.endpoint)).find(method, at: exchange.path)
        else {
            Issue.record("no route for \(method) \(path)")
            return Reply(.notFound)
        }
        let call = Call(exchange: exchange, store: vendor.context, parameters: parameters, clock: world.clock)
        return await Gate(vendor).answer(call, on: routes[number], rules: RuleBook([]), clock: world.clock).reply
    }
}
