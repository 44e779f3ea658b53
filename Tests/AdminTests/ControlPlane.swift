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

    init(rules: [Rule] = [], journalBytes: Int = 1 << 20) {
        world = FakeWorld(.default, rules: rules, journalBytes: journalBytes)
        worlds = FakeWorlds([world])
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
        let candidates = vendor.routes.filter { route in
            route.endpoint.method == method && PathTemplate(route.endpoint.path).matches(exchange.path)
        }
        // Literal segments go before parameters, as in the router.
        let route = try #require(
            candidates.min { $0.endpoint.path.count { $0 == "{" } < $1.endpoint.path.count { $0 == "{" } },
            "no route for \(method) \(path)")
        let call = Call(
            exchange: exchange, store: vendor.desk,
            parameters: Self.parameters(of: exchange.path, in: route.endpoint.path))
        return await Gate(vendor).answer(call, on: route, rules: RuleBook([]), clock: world.clock)
    }

    private static func parameters(of path: Substring, in template: String) -> NamedValues {
        NamedValues(
            zip(template.split(separator: "/"), path.split(separator: "/")).compactMap { segment, part in
                guard segment.hasPrefix("{") else { return nil }
                return NamedValues.Pair(
                    name: String(segment.dropFirst().dropLast()),
                    value: PercentCoding.decode(part, plusIsSpace: false))
            })
    }
}
