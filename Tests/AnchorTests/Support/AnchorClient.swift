import Browsers
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anchor

/// Calls Anchor's operations in a world of its own, through the gate and without a server. Its clock stands until it is moved.
final class AnchorClient {
    static let start = Moment(milliseconds: 1_767_225_600_000)

    let store: AnchorStore
    var key: String? = "sk-test"
    var now = AnchorClient.start
    /// What calls that wait, wait on; nil for a clock that stands at `now`.
    var clock: WorldClock?
    /// Tells when the client has hung up; nil for one that does not.
    var watch: (any ClientWatch)?
    /// Host and port as the client writes them.
    var authority = "127.0.0.1:4010"
    /// Headers besides the key.
    var headers: HTTPFields = [:]
    private let vendor = AnchorVendor()
    private let rules = RuleBook([])
    private var requests = 0

    /// - Parameters:
    ///   - browsers: what runs behind sessions.
    ///   - policies: changes the world's choices.
    init(
        seed: AnchorSeed = AnchorSeed(), browsers: any SessionBrowsers = NoBrowsers(),
        _ policies: (inout AnchorPolicies) -> Void = { _ in }
    ) {
        var chosen = AnchorPolicies(seed)
        policies(&chosen)
        let ids = IDSequence(seed: 7, tag: WorldName.default.tag, stream: "anchor")
        store = AnchorStore(
            AnchorState(seed: seed, policies: chosen, ids: ids, now: Self.start), policies: chosen,
            browsers: browsers)
    }

    /// - Parameter store: the world.
    init(store: AnchorStore) {
        self.store = store
    }

    /// A world that takes ids and bodies as they come.
    static func adopting() -> AnchorClient { AnchorClient { $0.unknownIDs = .adopt } }

    func advance(_ span: TimeSpan) { now = now + span }

    func get(_ target: String) async -> AnchorAnswer { await send(.get, target) }
    func post(_ target: String, _ body: String = "") async -> AnchorAnswer { await send(.post, target, body) }
    func put(_ target: String, _ body: String) async -> AnchorAnswer { await send(.put, target, body) }
    func patch(_ target: String, _ body: String) async -> AnchorAnswer { await send(.patch, target, body) }
    func delete(_ target: String) async -> AnchorAnswer { await send(.delete, target) }

    func send(_ method: HTTPRequest.Method, _ target: String, _ body: String = "") async -> AnchorAnswer {
        await send(method, target, bytes: Array(body.utf8))
    }

    /// Any call. A path without an operation is a failure of the test.
    func send(_ method: HTTPRequest.Method, _ target: String, bytes: [UInt8]) async -> AnchorAnswer {
        requests += 1
        var head = HTTPRequest(method: method, scheme: "http", authority: authority, path: target)
        head.headerFields = headers
        if let key, let name = HTTPField.Name("anchor-api-key") { head.headerFields[name] = key }
        let exchange = Exchange(
            number: requests, receivedAt: now, head: head, body: ByteBuffer(bytes: bytes),
            origin: Origin(scheme: "http", authority: authority), client: watch)
        guard let (route, parameters) = route(of: head, at: exchange.path) else {
            Issue.record("no operation at \(method) \(target)")
            return AnchorAnswer(reply: Reply(.notFound))
        }
        let clock = clock ?? WorldClock(start: now, mode: .frozen, wall: .constant(now))
        let call = Call(exchange: exchange, store: store, parameters: parameters, clock: clock)
        return AnchorAnswer(
            reply: await Gate(vendor).answer(call, on: route, rules: rules, clock: clock).reply)
    }

    /// One that takes the WebSocket that is offered, if there is one.
    private func route(of head: HTTPRequest, at path: Substring) -> (Route<AnchorStore>, NamedValues)? {
        let kinds = head.method == .get && headers[.upgrade] == "websocket" ? [true, false] : [false]
        for isWebSocket in kinds {
            let routes = vendor.routes.filter { $0.endpoint.isWebSocket == isWebSocket }
            if case .found(let number, let parameters) = Router(routes.map(\.endpoint)).find(head.method, at: path) {
                return (routes[number], parameters)
            }
        }
        return nil
    }
}

/// What a client sees of an answer, and the reason beside it.
struct AnchorAnswer {
    let reply: Reply

    var status: Int { reply.status.code }
    var reason: String? { reply.reason?.code }
    var text: String { String(buffer: reply.body) }
    var json: JSONValue { (try? JSONParser.parse(reply.body.readableBytesView)) ?? .null }
    var message: String? { self["error.message"]?.string }
    var id: String { self["id"]?.string ?? "" }

    /// The names of the top-level members in the order in which they were written.
    var memberNames: [String] {
        var names: [String] = []
        var depth = 0
        var parts = text[...]
        while let character = parts.popFirst() {
            switch character {
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            case "\"":
                let string = parts.prefix { $0 != "\"" }
                parts = parts.dropFirst(string.count + 1)
                if depth == 1, parts.first == ":" { names.append(String(string)) }
            default: break
            }
        }
        return names
    }

    subscript(path: String) -> JSONValue? { json[path: path] }
}
