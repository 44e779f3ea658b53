import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

/// HEAD is safe (RFC 9110, 9.2.1): it tells what GET would answer, and nothing has changed afterwards.
@Suite("HEAD, at Anon")
struct HeadTests {
    private static let operations = AnonEndpoints.routes.map(\.endpoint).filter { $0.method == .get && !$0.isWebSocket }

    @Test("changes nothing and has GET's status and headers", arguments: operations)
    func safe(endpoint: Endpoint) async throws {
        var answers: [AnonAnswer] = []
        for method in [HTTPRequest.Method.head, .get] {
            let client = AnonClient { ($0.unknownStatusReads, $0.revokedAfterUses) = (1, 1) }
            try client.link("ada", to: "linkedin")
            let browser = await client.post("/account/api/v1/cdpUrl", #"{"apps":["linkedin"],"appUserId":"ada"}"#)
            let target = await Self.target(of: endpoint, in: client, browser: browser)
            client.headers[.origin] = "https://app.example.com"
            let version = client.store.version
            answers.append(await client.send(method, target))
            if method == .head { #expect(client.store.version == version, "\(endpoint.name)") }
        }
        #expect(answers[0].reply.status == answers[1].reply.status)
        #expect(answers[0].reply.headers == answers[1].reply.headers)
        #expect(answers[0].reply.body == answers[1].reply.body, "the edge measures it and leaves it out")
    }

    @Test("is no safer than a second GET where looking does not count: that is no transition", arguments: operations)
    func reading(endpoint: Endpoint) async throws {
        let client = AnonClient { $0.unknownStatusReads = 0 }
        try client.link("ada", to: "linkedin")
        let browser = await client.post("/account/api/v1/cdpUrl", #"{"apps":["linkedin"],"appUserId":"ada"}"#)
        let target = await Self.target(of: endpoint, in: client, browser: browser)
        _ = await client.get(target)
        let version = client.store.version
        _ = await client.get(target)
        let makesLinks = endpoint == .createLinkUrl || endpoint == .createOlderLinkUrl
        #expect((client.store.version == version) == !makesLinks, "\(endpoint.name)")
    }

    @Test("is no read of a status and no use of a session")
    func uses() async throws {
        let client = AnonClient { ($0.unknownStatusReads, $0.revokedAfterUses) = (1, 1) }
        try client.link("ada", to: "linkedin")
        let query = "ownerId=ada&domain=linkedin"
        for _ in 0..<3 {
            #expect(await client.send(.head, "/account/api/v1/session/status?\(query)").status == 200)
            #expect(await client.send(.head, "/account/api/v1/session?\(query)").status == 200)
        }
        #expect(await client.status("ada").text == #"{"status":"unknown"}"#)
        #expect(await client.status("ada").text == #"{"status":"active"}"#)
        #expect(await client.status("ada").text == #"{"status":"revoked"}"#)
    }

    @Test("makes no link and opens none")
    func links() async {
        let client = AnonClient()
        let target =
            "/link/url?app=acme&authUrl=https%3A%2F%2Facme.example&redirectUrl=https%3A%2F%2Fa.example&appUserId=ada"
        #expect(await client.send(.head, target).status == 200)
        #expect(client.store.snapshot.customApps["acme"] == nil)
        let page = await client.linkQuery(["appUserIdToken": "a.b.c"])
        _ = await client.send(.head, "/link?\(page)")
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == nil)
        _ = await client.get("/link?\(page)")
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == true)
    }

    private static func target(of endpoint: Endpoint, in client: AnonClient, browser: AnonAnswer) async -> String {
        let set = client.readyMade
        let ids = [
            "organizationId": set.organizationID, "userPoolId": set.userPoolID, "sdkClientId": set.webappClientID,
            "memberId": client.store.snapshot.members.values.first?.id ?? "",
            "browserId": browser["cdpUrl"]?.string?.split(separator: "/").last.map(String.init) ?? "",
        ]
        let path = endpoint.path.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? ids[String(segment.dropFirst().dropLast())] ?? "x" : String(segment)
        }.joined(separator: "/")
        let link = await client.linkQuery(["appUserId": "ada", "ownerId": "ada", "domain": "linkedin"])
        return "/\(path)?\(link)&externalUserId=ada&userId=ada&id=linkedin"
    }
}
