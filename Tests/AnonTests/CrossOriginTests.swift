import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anon

/// The rows of anon.md 9.1 as exchanges; what Chromium makes of them is tested with Chromium.
struct CrossOriginTests {
    private static let origin = "http://link.svc.sandbox.anon.localhost:4010"
    private static let integration = "/account/api/v1/appIntegration?id=linkedin"
    private static let paths: [(String, String)] = [
        (integration, "GET, OPTIONS"), ("/account/api/v1/session", "GET, DELETE, OPTIONS"),
        ("/account/api/v1/session/status", "GET, OPTIONS"), ("/account/api/v1/session/list", "GET, OPTIONS"),
        ("/account/api/v1/sessionAccessGrant", "POST, DELETE, OPTIONS"),
    ]

    /// A browser's page of another origin, in a world with a policy.
    private static func browser(_ policy: AnonPolicies.CrossOrigin, asking headers: String? = nil) -> AnonClient {
        let client = AnonClient { $0.crossOrigin = policy }
        client.headers[.origin] = origin
        client.headers[.accessControlRequestMethod] = "GET"
        client.headers[.accessControlRequestHeaders] = headers
        return client
    }

    @Test(
        "a preflight is let through with what a browser needs", arguments: paths,
        [AnonPolicies.CrossOrigin.asQuoted, .open])
    func preflight(path: (String, String), policy: AnonPolicies.CrossOrigin) async {
        let client = Self.browser(policy, asking: "authorization,x-anon-sdk-client-id, X-Drydock-World")
        client.bearer = nil
        let answer = await client.send(.options, path.0)
        #expect(answer.status == 204)
        #expect(answer.text.isEmpty)
        #expect(answer.reply.headers[.accessControlAllowOrigin] == Self.origin)
        #expect(answer.reply.headers[.accessControlAllowMethods] == path.1)
        #expect(
            answer.reply.headers[.accessControlAllowHeaders]
                == "Authorization, Content-Type, X-Anon-Sdk-Client-Id, X-Anon-App-User-Id, X-Drydock-World")
        #expect(answer.reply.headers[.accessControlMaxAge] == "0")
        #expect(answer.reply.headers[.vary] == "Origin")
        #expect(answer.reply.headers[.accessControlAllowPrivateNetwork] == nil)
    }

    @Test("a preflight from a more public network is told that it may")
    func privateNetwork() async {
        let client = Self.browser(.asQuoted)
        client.headers[.accessControlRequestPrivateNetwork] = "true"
        let answer = await client.send(.options, Self.integration)
        #expect(answer.reply.headers[.accessControlAllowPrivateNetwork] == "true")
    }

    @Test("what no header can be called is not repeated", arguments: ["a b:c", "", ",,", "é"])
    func oddHeaders(asked: String) async {
        let answer = await Self.browser(.open, asking: asked).send(.options, Self.integration)
        #expect(answer.status == 204)
        #expect(
            answer.reply.headers[.accessControlAllowHeaders]
                == "Authorization, Content-Type, X-Anon-Sdk-Client-Id, X-Anon-App-User-Id")
    }

    @Test("asExplained answers every preflight with a bare 401", arguments: paths)
    func explained(path: (String, String)) async {
        let answer = await Self.browser(.asExplained).send(.options, path.0)
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"Unauthorized"}"#)
        #expect(answer.reason == "cors.preflightRefused")
        #expect(!answer.reply.headers.contains { $0.name.rawName.lowercased().hasPrefix("access-control") })
    }

    @Test(
        "asExplained lets the Link page's preflight through once a page for the app had good credentials",
        arguments: [false: 204, true: 401])
    func explainedAfterPage(isRefused: Bool, status: Int) async {
        let client = Self.browser(.asExplained)
        client.store.update { $0.refusedLinkPages["linkedin"] = isRefused }
        #expect(await client.send(.options, Self.integration).status == status)
        #expect(await client.send(.options, "/account/api/v1/appIntegration?id=amazon").status == 401)
        #expect(await client.send(.options, "/account/api/v1/session/status").status == 401)
    }

    @Test(
        "the 401 of the request itself is bare, unless everything is open",
        arguments: [
            (AnonPolicies.CrossOrigin.asQuoted, nil), (.asExplained, nil), (.open, CrossOriginTests.origin),
        ] as [(AnonPolicies.CrossOrigin, String?)], [nil, "secret", "a.b.c"] as [String?])
    func unauthorized(policy: (AnonPolicies.CrossOrigin, String?), key: String?) async {
        let client = Self.browser(policy.0)
        client.bearer = key
        let answer = await client.get(Self.integration)
        #expect(answer.status == 401)
        #expect(answer.reply.headers[.accessControlAllowOrigin] == policy.1)
    }

    @Test(
        "what is not a 401 can be read by the page",
        arguments: [AnonPolicies.CrossOrigin.asQuoted, .asExplained, .open])
    func good(policy: AnonPolicies.CrossOrigin) async {
        let client = Self.browser(policy)
        await client.become("ada")
        for (target, status) in [(Self.integration, 200), ("/account/api/v1/appIntegration?id=nobody", 404)] {
            let answer = await client.get(target)
            #expect(answer.status == status)
            #expect(answer.reply.headers[.accessControlAllowOrigin] == Self.origin)
            #expect(answer.reply.headers[.vary] == "Origin")
        }
    }

    @Test("a client that is no browser gets no CORS headers")
    func noOrigin() async {
        let client = AnonClient()
        let answer = await client.get("/account/api/v1/appIntegration")
        #expect(answer.status == 200)
        #expect(answer.reply.headers[.accessControlAllowOrigin] == nil)
        let preflight = await client.send(.options, Self.integration)
        #expect(preflight.status == 204)
        #expect(preflight.reply.headers[.accessControlAllowOrigin] == nil)
    }

    @Test("a rule's answer keeps the header that the rule gives it, and an empty one is none", arguments: ["*", ""])
    func ruled(header: String) {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "a", path: "/", headerFields: [.origin: Self.origin])
        let exchange = Exchange(
            number: 1, receivedAt: AnonClient.start, head: head, body: ByteBuffer(),
            origin: Origin(scheme: "http", authority: "a"))
        let reply = Reply(.ok, headers: [.accessControlAllowOrigin: header])
        let answer = CrossOriginPolicy(.open).addHeaders(reply, of: exchange)
        #expect(answer.headers[.accessControlAllowOrigin] == (header.isEmpty ? nil : header))
    }
}
