import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

/// Whatever a page of another origin may read it may also ask for: every call has the preflight that its answer promises,
/// taken from the declared operations, so that a new one is tried by itself.
@Suite("Preflights and answers agree")
struct PreflightTests {
    private static let origin = "https://app.example.com"
    /// CONNECT is no page's to send, and a preflight is itself no call.
    private static let calls = AnonEndpoints.routes.map(\.endpoint)
        .filter { ![.options, .connect].contains($0.method) && !$0.isWebSocket }

    @Test(
        "where the policy lets pages read answers, it lets them ask",
        arguments: calls, [AnonPolicies.CrossOrigin.asQuoted, .open])
    func agree(endpoint: Endpoint, policy: AnonPolicies.CrossOrigin) async {
        let client = Self.browser(policy)
        let answer = await client.send(endpoint.method, Self.target(endpoint), "{}")
        let allowed = answer.reply.headers[.accessControlAllowOrigin]
        #expect(["*", Self.origin].contains(allowed) || policy == .asQuoted && answer.status == 401, "\(answer.text)")

        let preflight = await Self.preflight(endpoint, client)
        let headers = preflight.reply.headers
        #expect(preflight.status == 204 && preflight.text.isEmpty)
        #expect(headers[.accessControlAllowOrigin] == Self.origin && headers[.vary] == "Origin")
        #expect(headers[.accessControlAllowCredentials] == answer.reply.headers[.accessControlAllowCredentials])
        #expect(Self.words(headers[.accessControlAllowMethods]).contains(endpoint.method.rawValue.lowercased()))
        let names = Self.words(headers[.accessControlAllowHeaders])
        #expect(["authorization", "content-type", "x-anon-sdk-client-id", "x-own"].allSatisfy(names.contains))
    }

    @Test("asExplained refuses the preflight of whatever needs credentials, and of nothing else", arguments: calls)
    func explained(endpoint: Endpoint) async {
        let client = Self.browser(.asExplained)
        client.bearer = nil
        let needsCredentials = await client.send(endpoint.method, Self.target(endpoint), "{}").status == 401
        let preflight = await Self.preflight(endpoint, client)
        #expect(preflight.status == (needsCredentials ? 401 : 204), "\(endpoint.name)")
        #expect((preflight.reply.headers[.accessControlAllowOrigin] == nil) == (preflight.status == 401))
    }

    @Test("a method that a path does not have is not among those that its preflight names")
    func otherMethod() async {
        let client = Self.browser(.open)
        client.headers[.accessControlRequestMethod] = "PATCH"
        let answer = await client.send(.options, "/org/appUserIdToken")
        #expect(answer.status == 204)
        #expect(answer.reply.headers[.accessControlAllowMethods] == "POST, OPTIONS")
    }

    @Test("an OPTIONS that no browser sends is a wrong method", arguments: [true, false])
    func noPreflight(hasOrigin: Bool) async {
        let client = AnonClient()
        client.headers[.origin] = hasOrigin ? Self.origin : nil
        let answer = await client.send(.options, "/org/login")
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "POST")
        #expect(answer.reason == "method.notAllowed")
    }

    private static func browser(_ policy: AnonPolicies.CrossOrigin) -> AnonClient {
        let client = AnonClient { $0.crossOrigin = policy }
        client.headers[.origin] = origin
        return client
    }

    private static func preflight(_ endpoint: Endpoint, _ client: AnonClient) async -> AnonAnswer {
        client.bearer = nil
        client.headers[.accessControlRequestMethod] = endpoint.method.rawValue
        client.headers[.accessControlRequestHeaders] = "authorization,content-type,x-own"
        return await client.send(.options, target(endpoint))
    }

    private static func target(_ endpoint: Endpoint) -> String {
        let path = endpoint.path.split(separator: "/").map { $0.hasPrefix("{") ? AnonClient.unknownID : String($0) }
        return "/\(path.joined(separator: "/"))"
    }

    private static func words(_ list: String?) -> [String] {
        (list ?? "").split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }
    }
}
