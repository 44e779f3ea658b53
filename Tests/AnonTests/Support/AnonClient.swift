import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing
import Tokens

@testable import Anon

/// Calls Anon's operations in a world of its own, through the gate and without a server. Its clock stands until it is moved.
final class AnonClient {
    static let start = Moment(milliseconds: 1_767_225_600_000)
    static let sandboxHost = "svc.sandbox.anon.localhost:4010"
    static let prodHost = "svc.prod.anon.localhost:4010"

    let store: AnonStore
    /// What self-hosted pools' URLs answer.
    let keySets: GivenKeySets
    /// The bearer: a session token, an API key or an app user id token.
    var bearer: String? = "anon_test"
    /// The value of `X-Anon-Sdk-Client-Id`.
    var sdkClientID: String?
    var now = AnonClient.start
    /// Host and port as the client writes them.
    var authority = "127.0.0.1:4010"
    /// Headers besides those two.
    var headers: HTTPFields = [:]
    private let vendor = AnonVendor()
    private let rules = RuleBook([])

    /// - Parameter policies: changes the world's choices.
    init(seed: AnonSeed = AnonSeed(), seedNumber: UInt64 = 7, _ policies: (inout AnonPolicies) -> Void = { _ in }) {
        var chosen = AnonPolicies(seed)
        policies(&chosen)
        keySets = GivenKeySets()
        let ids = IDSequence(seed: seedNumber, tag: WorldName.default.tag, stream: "anon")
        store = AnonStore(
            AnonState(seed: seed, ids: ids, now: Self.start), policies: chosen,
            keySets: KeySetCache(downloading: keySets, lifetime: chosen.keySetLifetime))
    }

    /// A world that goes on from `state`, with the default choices.
    init(restoring state: AnonState) {
        keySets = GivenKeySets()
        store = AnonStore(
            state, policies: AnonPolicies(), keySets: KeySetCache(downloading: keySets, lifetime: .minutes(5)))
    }

    /// Another client of a world, for calls at the same time.
    init(of store: AnonStore, _ keySets: GivenKeySets) {
        self.store = store
        self.keySets = keySets
    }

    func get(_ target: String) async -> AnonAnswer { await send(.get, target) }
    func post(_ target: String, _ body: String = "") async -> AnonAnswer { await send(.post, target, body) }
    func delete(_ target: String, _ body: String = "") async -> AnonAnswer { await send(.delete, target, body) }
    func options(_ target: String) async -> AnonAnswer { await send(.options, target) }

    /// Any call. A path without an operation is a failure of the test.
    func send(_ method: HTTPRequest.Method, _ target: String, _ body: String = "") async -> AnonAnswer {
        var head = HTTPRequest(method: method, scheme: "http", authority: authority, path: target)
        head.headerFields = headers
        if let bearer { head.headerFields[.authorization] = "Bearer \(bearer)" }
        if let sdkClientID { head.headerFields[.anonSdkClientID] = sdkClientID }
        return await send(head, body)
    }

    /// A call of any head, without the client's own headers.
    func send(_ head: HTTPRequest, _ body: String = "") async -> AnonAnswer {
        let exchange = Exchange(
            number: 1, receivedAt: now, head: head, body: ByteBuffer(string: body),
            origin: Origin(scheme: "http", authority: authority))
        let routes = vendor.routes.filter { !$0.endpoint.isWebSocket }
        guard
            case .found(let number, let parameters) = Router(routes.map(\.endpoint)).find(
                head.method, at: exchange.path)
        else {
            Issue.record("no operation at \(head.method) \(head.path ?? "")")
            return AnonAnswer(reply: Reply(.notFound))
        }
        let clock = WorldClock(start: now, mode: .frozen, wall: .constant(now))
        let call = Call(exchange: exchange, store: store, parameters: parameters, clock: clock)
        return AnonAnswer(reply: await Gate(vendor).answer(call, on: routes[number], rules: rules, clock: clock).reply)
    }
}

/// What a client sees of an answer, and the reason beside it.
struct AnonAnswer {
    let reply: Reply

    var status: Int { reply.status.code }
    /// What Node's `fetch` shows as `statusText`.
    var phrase: String { reply.status.reasonPhrase }
    var reason: String? { reply.reason?.code }
    var detail: String { reply.reason?.detail ?? "" }
    var text: String { String(buffer: reply.body) }
    var json: JSONValue { (try? JSONParser.parse(reply.body.readableBytesView)) ?? .null }
    /// The services' `{"error": …}`.
    var error: String? { self["error"]?.string }
    /// The gateway's `{"message": …}`.
    var message: String? { self["message"]?.string }
    var id: String { self["id"]?.string ?? "" }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { reply.headers[$0] } }

    subscript(path: String) -> JSONValue? { json[path: path] }
}
