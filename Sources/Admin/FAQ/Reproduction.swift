package import HTTPTypes
package import Kernel
package import KernelHTTP
package import NIOCore

/// What answers requests that the control plane makes by itself.
package protocol ControlledExchanges: Sendable {
    /// Answers a request as if a client had sent it, in the world that it names and with an entry in that world's journal. The
    /// tunnel or stream that a good answer opens leads nowhere.
    func answer(_ head: HTTPRequest, body: ByteBuffer) async -> MadeExchange

    /// Where this server reaches itself, as the client of an exchange has reached it.
    func ownOrigin(asSeenBy exchange: Exchange) -> Origin
}

/// A request that the control plane made, and its answer.
package struct MadeExchange: Sendable {
    let request: HTTPRequest
    let requestBody: ByteBuffer
    let response: HTTPResponse
    let responseBody: ByteBuffer
    let reason: Reason?
    /// Its number in its world's journal; nil if it is in none, as calls of the control plane.
    let number: Int?

    /// One of these parts.
    package init(
        request: HTTPRequest, requestBody: ByteBuffer, response: HTTPResponse, responseBody: ByteBuffer,
        reason: Reason?, number: Int?
    ) {
        self.request = request
        self.requestBody = requestBody
        self.response = response
        self.responseBody = responseBody
        self.reason = reason
        self.number = number
    }

    /// The body as text; what is no UTF-8 is replaced.
    var text: String { String(buffer: responseBody) }
}

/// A documented failure, shown: its recipe, done in a world of its own that begins anew each time.
struct Reproduction: Sendable {
    /// How far a recipe is followed.
    enum Extent: Sendable {
        /// To the failure.
        case failure
        /// To what works after it.
        case fix
    }

    let entry: FAQEntry
    /// Where it was done.
    let world: WorldName
    /// What failed, in order.
    let failed: [MadeExchange]
    /// What worked after it, in order; nil if it was not asked for.
    let worked: [MadeExchange]?
    /// What is left for a terminal.
    let leftOut: [String]

    /// Follows the recipe of an entry. Throws `ControlRefusal` if nothing of it can be done here.
    init(_ entry: FAQEntry, to extent: Extent, of call: ControlCall) async throws {
        let recipe = try Recipe(entry)
        guard extent == .failure ? recipe.canFail : recipe.canWork else {
            throw ControlRefusal(
                .unprocessableContent,
                extent == .failure && recipe.canWork
                    ? "\(entry.id) is a question without a failure; POST /_drydock/faq/\(entry.id)/fix shows what works"
                    : "The commands of \(entry.id) need a terminal",
                code: ControlReason.recipeNotRunnable)
        }
        let world = Self.world(of: entry)
        _ = call.worlds.drop(world)
        try call.worlds.load(scenario: "default", into: world)
        var run = RecipeRun(of: call, in: world)
        _ = await run.follow(recipe.before)
        failed = await run.follow(recipe.fails)
        worked = extent == .fix ? await run.follow(recipe.works) : nil
        leftOut = run.leftOut
        self.entry = entry
        self.world = world
    }

    /// The world that an entry is shown in.
    static func world(of entry: FAQEntry) -> WorldName { WorldName("faq-\(entry.id)") ?? .default }

    /// Whether one of the answers shows what the entry promises: one of its reasons, or its symptom word for word.
    var isShown: Bool {
        let signs = entry.reasons + [entry.symptom]
        return failed.contains { exchange in
            let text = exchange.text
            return signs.contains { exchange.reason?.code == $0 || text.contains($0) }
        }
    }

    /// Whether the answers after the fix are good ones; nil if there are none.
    var isMended: Bool? {
        worked.map { $0.allSatisfy { $0.response.status.code < 400 && $0.reason == nil } }
    }
}

/// Follows the steps of a recipe.
private struct RecipeRun {
    /// What recipes are printed with.
    private static let printedOrigin = "http://127.0.0.1:4010"
    private static let keySet = "/.well-known/jwks.json"

    private let call: ControlCall
    private let world: WorldName
    private let origin: Origin
    private var values: [String: String] = [:]
    private(set) var leftOut: [String] = []

    init(of call: ControlCall, in world: WorldName) {
        self.call = call
        self.world = world
        origin = call.worlds.ownOrigin(asSeenBy: call.exchange)
    }

    /// Does some steps. Returns the exchanges whose answers the commands print, without those that only pick a value of it.
    mutating func follow(_ steps: [RecipeStep]) async -> [MadeExchange] {
        var shown: [MadeExchange] = []
        for step in steps {
            let outcome: String
            switch step.command {
            case .terminal(let text):
                leftOut.append(text)
                continue
            case .value(let text): outcome = text.value(values)
            case .request(let request):
                let exchange = await perform(request)
                if step.assigns == nil { shown.append(exchange) }
                outcome = exchange.text
            }
            if let name = step.assigns { values[name] = step.member.map { Self.member($0, of: outcome) } ?? outcome }
        }
        return shown
    }

    /// What the script of `sed` picks: the last member of this name that is a string.
    private static func member(_ name: String, of text: String) -> String {
        guard let place = text.ranges(of: "\"\(name)\":\"").last else { return "" }
        return String(text[place.upperBound...].prefix { $0 != "\"" })
    }

    private func perform(_ request: RecipeRequest) async -> MadeExchange {
        var head = HTTPRequest(method: .get, scheme: "http", authority: origin.authority, path: "/")
        head.headerFields[.userAgent] = "drydock faq"
        head.headerFields[.accept] = "*/*"
        head.headerFields[.drydockWorld] = world.description
        var body = request.data.map { Self.aimed($0.value(values), at: origin, world) }.joined(separator: "&")
        let address = request.url.value(values)
        if request.isTunnel {
            head.method = .connect
            head.authority = Self.authority(of: address)
            head.path = nil
        } else {
            head.path = String(address.dropFirst(Self.printedOrigin.count))
            if request.isQuery, !body.isEmpty {
                head.path? += (address.contains("?") ? "&" : "?") + body
                body = ""
            }
            head.method = HTTPRequest.Method(request.method ?? (body.isEmpty ? "GET" : "POST")) ?? .get
        }
        if !body.isEmpty { head.headerFields[.contentType] = "application/x-www-form-urlencoded" }
        for header in request.headers { add(header.value(values), to: &head) }
        if let user = request.proxyUser {
            head.headerFields[.proxyAuthorization] = "Basic \(Base64.encode(Array(user.value(values).utf8)))"
        }
        let bytes = ByteBuffer(string: body)
        guard head.path?.hasPrefix("/_drydock/") == true else {
            return await call.worlds.answer(head, body: bytes)
        }
        return await control(head, bytes)
    }

    /// A call of the control plane, by its own handler.
    private func control(_ head: HTTPRequest, _ body: ByteBuffer) async -> MadeExchange {
        var head = head
        head.headerFields[.drydockWorld] = nil
        let target = head.path ?? ""
        head.path = "\(target)\(target.contains("?") ? "&" : "?")world=\(world.description)"
        let exchange = Exchange(
            number: 0, receivedAt: call.exchange.receivedAt, head: head, body: body, origin: origin,
            client: call.exchange.client)
        let vendor = ControlVendor(call.worlds)
        let reply: Reply
        switch Router(vendor.routes.map(\.endpoint)).find(head.method, at: exchange.path) {
        case .refused(let refusal): reply = vendor.refusal(refusal)
        case .found(let number, let parameters):
            let inner = ControlCall(
                exchange: exchange, store: call.store, parameters: parameters, clock: call.clock)
            reply = await Gate(vendor).answer(
                inner, on: vendor.routes[number], rules: RuleBook([]), clock: call.clock
            ).reply
        }
        return MadeExchange(
            request: head, requestBody: body,
            response: HTTPResponse(status: reply.status, headerFields: reply.headers), responseBody: reply.body,
            reason: reply.reason, number: nil)
    }

    private func add(_ header: String, to head: inout HTTPRequest) {
        let sides = header.split(separator: ":", maxSplits: 1)
        guard sides.count == 2, let name = HTTPField.Name(String(sides[0])) else { return }
        let value = sides[1].drop { $0 == " " }
        if name.canonicalName == "host" {
            head.authority = String(value)
        } else {
            head.headerFields[name] = String(value)
        }
    }

    /// A text that speaks of this server and this world. The address of a key set is called back by the server, whose request has
    /// nothing else to say which world it is meant for.
    private static func aimed(_ text: String, at origin: Origin, _ world: WorldName) -> String {
        text.replacing(printedOrigin, with: origin.url)
            .replacing("\(keySet)?", with: "\(keySet)?world=\(world.description)&")
            .replacing("\(keySet)\"", with: "\(keySet)?world=\(world.description)\"")
    }

    /// Host and port of an `http` address.
    private static func authority(of address: String) -> String {
        let host = address.dropFirst("http://".count).prefix { $0 != "/" }
        return host.contains(":") ? String(host) : "\(host):80"
    }
}
