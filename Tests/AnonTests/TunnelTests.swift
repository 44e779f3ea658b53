import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct TunnelTests {
    private func client(_ policies: (inout AnonPolicies) -> Void = { _ in }) throws -> AnonClient {
        let client = AnonClient {
            $0.tunnel.hosts = ["page.test": "127.0.0.1:8443"]
            policies(&$0)
        }
        try client.link("ada")
        return client
    }

    private func connect(
        _ client: AnonClient, to authority: String = "page.test:443", as credentials: String? = "ada:anon_test"
    ) async -> AnonAnswer {
        await send(client, to: authority, header: credentials.map { "Basic \(Data($0.utf8).base64EncodedString())" })
    }

    private func send(_ client: AnonClient, to authority: String, header: String?) async -> AnonAnswer {
        var head = HTTPRequest(method: .connect, scheme: nil, authority: authority, path: nil)
        head.headerFields[.proxyAuthorization] = header
        return await client.send(head)
    }

    @Test(
        "a linked user's browser is led to where the scenario maps the name",
        arguments: ["page.test:443", "PAGE.test:443", "page.test"])
    func opens(authority: String) async throws {
        let answer = await connect(try client(), to: authority)
        #expect(answer.status == 200)
        #expect(answer.phrase == "Connection established")
        #expect(answer.reply.tunnel == NetworkAddress("127.0.0.1:8443"))
    }

    @Test(
        "a browser that has not said who it is, or says it in another way, is challenged",
        arguments: [nil, "Basic", "Basic !!!", "Basic YWRh", "Bearer anon_test", "Digest x"])
    func challenge(header: String?) async throws {
        let answer = await send(try client(), to: "page.test:443", header: header)
        #expect(answer.status == 407)
        #expect(answer.phrase == "Proxy Authentication Required")
        #expect(answer.header("Proxy-Authenticate") == #"Basic realm="Drydock""#)
        #expect(answer.reason == "tunnel.noCredentials")
        #expect(answer.reply.tunnel == nil)
    }

    @Test(
        "a key that is refused is no challenge again but a refusal",
        arguments: ["ada:", "ada:anon_invalid", "ada:sk-test", "ada:@w", "ada:password"])
    func keys(credentials: String) async throws {
        let answer = await connect(try client(), as: credentials)
        #expect(answer.status == 403)
        #expect(answer.reason == "tunnel.keyRefused")
        #expect(answer.reply.tunnel == nil)
    }

    @Test("an expired session token is refused")
    func expired() async throws {
        let client = try client()
        let token = await client.logIn()
        #expect(await connect(client, as: "ada:\(token)").status == 200)
        client.now = AnonClient.start + .minutes(24 * 60)
        #expect(await connect(client, as: "ada:\(token)").reason == "tunnel.keyRefused")
    }

    @Test(
        "a user who never linked is refused so that browsers show the tunnel error",
        arguments: ["bob", "bob+unlinked", "bob+crash", "bob:b"])
    func notLinked(user: String) async throws {
        let client = try client()
        let answer = await connect(client, as: "\(user):anon_test")
        #expect(answer.status == 502)
        #expect(answer.reason == "tunnel.userNotLinked")
        #expect(answer.reply.tunnel == nil)
    }

    @Test("linking clears the refusal")
    func linking() async throws {
        let client = try client()
        #expect(await connect(client, as: "bob:anon_test").status == 502)
        try client.link("bob")
        #expect(await connect(client, as: "bob:anon_test").status == 200)
    }

    @Test(
        "an id may have an @ or a colon, and a key may name its world", arguments: ["ada@shop.example", "urn:user:7"])
    func signs(user: String) async throws {
        let client = try client()
        try client.link(user)
        #expect(await connect(client, as: "\(user):anon_test@w").status == 200)
    }

    @Test(
        "nothing is reachable but the names that the scenario maps",
        arguments: [
            "other.test:443", "127.0.0.1:8443", "page.test.evil.test:443", "svc.prod.anon.com:443", "[::1]:443",
        ])
    func elsewhere(authority: String) async throws {
        let answer = await connect(try client(), to: authority)
        #expect(answer.status == 403)
        #expect(answer.reason == "tunnel.hostNotMapped")
        #expect(answer.detail.contains("page.test"))
        #expect(answer.reply.tunnel == nil)
    }

    @Test("the key's own key space counts, as a proxy's host names no environment")
    func keySpaces() async throws {
        let client = try client()
        try client.link("pro", in: .prod)
        #expect(await connect(client, as: "pro:\(client.readyMade.prodAPIKey)").status == 200)
        #expect(await connect(client, as: "pro:\(client.readyMade.apiKey)").status == 502)
        #expect(await connect(client, as: "ada:\(client.readyMade.apiKey)").status == 200)
        #expect(await connect(client, as: "ada:\(client.readyMade.prodAPIKey)").status == 502)
    }

    @Test("no tunnel makes or changes anything")
    func state() async throws {
        let client = try client()
        let before = client.store.snapshot.objectCount
        for credentials in ["ada:anon_test", "bob:anon_test", "ada:x"] { _ = await connect(client, as: credentials) }
        #expect(client.store.snapshot.objectCount == before)
    }
}
