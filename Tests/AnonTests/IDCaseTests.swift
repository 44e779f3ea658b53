import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

/// UUIDs are the same in any case (RFC 9562, 4): what an operation does with an id in capitals is, byte for byte, what it does
/// with the same one in lower case in a world of the same seed.
@Suite("Ids in capitals, at Anon")
struct IDCaseTests {
    /// Every operation that names something by id in its path, so that a new one is tried by itself.
    private static let operations = AnonEndpoints.routes.filter { route in
        !route.endpoint.isWebSocket && route.endpoint.pathParameters.contains { $0.lowercased().hasSuffix("id") }
    }.map(\.endpoint)

    @Test("in a path", arguments: operations)
    func path(endpoint: Endpoint) async throws {
        let answers = try await [false, true].asyncMap { isCapital in
            let world = try await World()
            let path = try endpoint.path.split(separator: "/").map { segment in
                guard segment.hasPrefix("{") else { return String(segment) }
                let id = try #require(
                    world.ids[String(segment.dropFirst().dropLast())], "\(endpoint.name): what is \(segment)?")
                return isCapital ? id.uppercased() : id
            }.joined(separator: "/")
            return await world.client.send(endpoint.method, "/\(path)")
        }
        #expect(answers[0].status == Self.statuses[endpoint.name] ?? 200, "\(endpoint.name): \(answers[0].text)")
        #expect(answers[1].status == answers[0].status)
        #expect(answers[1].text == answers[0].text)
    }

    /// What only a browser that runs can answer, and what takes a body.
    private static let statuses = [
        "anon.streamLiveStream": 501, "anon.getLiveStreamPage": 501, "anon.sendLiveStreamInput": 400,
    ]

    @Test(
        "in a body",
        arguments: [
            ("/org/userPool", #"{"name":"n","description":"d","organizationId":"organizationId"}"#),
            ("/org/sdkClient", #"{"name":"n","description":"d","kind":{"application":{"userPoolId":"userPoolId"}}}"#),
            ("/org/sdkClient", #"{"name":"n","description":"d","organizationId":"organizationId"}"#),
            ("/org/appUserIdToken", #"{"appUserId":"Ada","userPoolId":"userPoolId"}"#),
            (
                "/org/member",
                #"{"name":"n","email":"e@x.test","password":"p","role":"Member","organizationId":"organizationId"}"#
            ),
            ("/account/api/v1/sessionAccessGrant", #"{"sessionId":"sessionId","sdkClientId":"serviceClientId"}"#),
        ])
    func body(path: String, body: String) async throws {
        let answers = try await [false, true].asyncMap { isCapital in
            let world = try await World()
            let filled = world.ids.reduce(body) { text, id in
                text.replacing(#":"\#(id.key)""#, with: #":"\#(isCapital ? id.value.uppercased() : id.value)""#)
            }
            return await world.client.post(path, filled)
        }
        #expect(answers[0].status == 200, "\(answers[0].text)")
        #expect(answers[1].status == answers[0].status)
        #expect(answers[1].text == answers[0].text)
    }

    @Test("in the client's header and in the claims of a token")
    func headerAndClaims() async {
        let client = AnonClient()
        let (webapp, pool) = (client.readyMade.webappClientID, client.readyMade.userPoolID)
        client.sdkClientID = webapp.uppercased()
        client.bearer = await client.token(
            claims: ["sdkClientId": .string(webapp.uppercased()), "userPoolId": .string(pool.uppercased())])
        #expect(await client.get("/account/api/v1/appIntegration?id=linkedin").status == 200)
        #expect(await client.get("/account/api/v1/session/list").status == 200)
    }

    @Test("in the query of a Link page, in its form and where a link is made")
    func link() async {
        let client = AnonClient()
        let webapp = client.readyMade.webappClientID.uppercased()
        let made = await client.linkURL(["appUserId": "ada", "clientId": webapp])
        #expect(made.status == 200)
        #expect(made.linkQuery["clientId"] == webapp.lowercased())
        let query = await client.linkQuery(["clientId": webapp])
        client.bearer = nil
        let page = await client.get("/link?\(query)")
        #expect(page.status == 200 && page.reason == nil)
    }

    @Test("a customer's own ids are not Anon's to change")
    func externalIDs() async throws {
        let client = AnonClient()
        let id = "7B0F3C1E-12AB-4CDE-8F01-23456789ABCD"
        try client.link(id, to: "linkedin")
        #expect(await client.get("/account/api/v1/appUser?externalUserId=\(id)")["id"]?.string == id)
        #expect(await client.get("/account/api/v1/appUser?externalUserId=\(id.lowercased())").status == 404)
    }

    @Test("in a scenario, where references find them in any case")
    func scenario() async {
        let (organization, pool) = ("7B0F3C1E-12AB-4CDE-8F01-23456789ABCD", "1C2D3E4F-12AB-4CDE-8F01-23456789ABCD")
        var seed = AnonSeed()
        seed.organizations = [OrganizationSeed(id: ObjectID(organization), name: "Other")]
        seed.userPools = [
            UserPoolSeed(id: ObjectID(pool), name: "Pool", organization: ObjectID(organization.lowercased()))
        ]
        #expect(seed.complaints().isEmpty)
        let client = AnonClient(seed: seed)
        #expect(await client.get("/org/organization/\(organization)").id == organization.lowercased())
        #expect(client.store.snapshot.userPools[pool.lowercased()]?.organizationID == organization.lowercased())
    }
}

/// A world with one of everything.
private final class World {
    let client = AnonClient()
    /// By the names that paths and bodies have for them.
    let ids: [String: String]

    init() async throws {
        let set = client.readyMade
        let session = try client.link("ada", to: "linkedin")
        let browser = await client.post("/account/api/v1/cdpUrl", #"{"apps":["linkedin"],"appUserId":"ada"}"#)
        ids = [
            "organizationId": set.organizationID, "userPoolId": set.userPoolID, "sdkClientId": set.webappClientID,
            "memberId": client.store.snapshot.members.values.first?.id ?? "", "sessionId": session.id,
            "serviceClientId": await client.serviceClient().id,
            "browserId": browser["cdpUrl"]?.string?.split(separator: "/").last.map(String.init) ?? "",
        ]
    }
}

extension Array {
    /// `map` with a closure that waits, one element after the other.
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
