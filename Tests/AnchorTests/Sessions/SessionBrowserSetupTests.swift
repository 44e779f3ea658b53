import Browsers
import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

struct SessionBrowserSetupTests {
    /// The setup of a new session, with an object as its body.
    private func setup(
        _ body: String, of client: AnchorClient = AnchorClient()
    ) async throws -> BrowserSetup {
        let id = await client.session(body)
        let session = try #require(client.store.snapshot.sessions[id])
        return client.store.snapshot.browserSetup(for: session, at: client.now)
    }

    private func seeded(_ text: String) throws -> AnchorClient {
        AnchorClient(seed: try JSONDecoder().decode(AnchorSeed.self, from: Data(text.utf8)))
    }

    @Test(
        "the session's wishes are the browser's",
        arguments: [
            ("{}", \.width, 1440), ("{}", \.height, 900),
            (#"{"browser":{"viewport":{"width":800,"height":600}}}"#, \.width, 800),
            (#"{"browser":{"viewport":{"width":1000000}}}"#, \.width, 8192),
        ] as [(String, any KeyPath<BrowserSetup, Int> & Sendable, Int)])
    func sizes(body: String, property: any KeyPath<BrowserSetup, Int> & Sendable, value: Int) async throws {
        #expect(try await setup(body)[keyPath: property] == value)
    }

    @Test(
        "what is switched on is on",
        arguments: [
            ("{}", \.isHeadless, false), (#"{"browser":{"headless":{"active":true}}}"#, \.isHeadless, true),
            ("{}", \.dismissesDialogs, false),
            (#"{"browser":{"disable_dialogs":{"active":true}}}"#, \.dismissesDialogs, true),
            ("{}", \.isRecorded, true), (#"{"session":{"recording":{"active":false}}}"#, \.isRecorded, false),
        ] as [(String, any KeyPath<BrowserSetup, Bool> & Sendable, Bool)])
    func switches(body: String, property: any KeyPath<BrowserSetup, Bool> & Sendable, value: Bool) async throws {
        #expect(try await setup(body)[keyPath: property] == value)
    }

    @Test("a paused recording begins paused")
    func paused() async throws {
        let client = AnchorClient()
        let id = await client.session()
        _ = await client.post("/v1/sessions/\(id)/recordings/pause")
        let session = try #require(client.store.snapshot.sessions[id])
        #expect(client.store.snapshot.browserSetup(for: session, at: client.now).isRecordingPaused)
    }

    @Test("first page and profile are the session's")
    func page() async throws {
        let setup = try await setup(
            #"{"session":{"initial_url":"https://a.example/b"},"browser":{"profile":{"name":"p","persist":true}}}"#)
        #expect(setup.initialURL == "https://a.example/b")
        #expect(setup.profile == .init(name: "p", isPersisted: true))
    }

    @Test(
        "a proxy of the customer's is taken apart",
        arguments: [
            ("http://proxy.example.com:3128", "http", "proxy.example.com", 3128),
            ("socks5://127.0.0.1:1080", "socks5", "127.0.0.1", 1080),
            ("HTTPS://a.example:443/", "https", "a.example", 443),
            ("a.example:8080", "http", "a.example", 8080), ("[::1]:80", "http", "[::1]", 80),
        ])
    func proxy(server: String, scheme: String, host: String, port: Int) async throws {
        let proxy = #"{"type":"custom","active":true,"server":"\#(server)","username":"u","password":"p"}"#
        let setup = try await setup(#"{"session":{"proxy":\#(proxy)}}"#)
        #expect(
            setup.proxy == BrowserSetup.Proxy(scheme: scheme, host: host, port: port, username: "u", password: "p"))
    }

    @Test("Anchor's own proxies, and those that are switched off, are none")
    func noProxy() async throws {
        #expect(try await setup(#"{"session":{"proxy":{"active":true}}}"#).proxy == nil)
        let off = #"{"type":"custom","active":false,"server":"a.example:80","username":"","password":""}"#
        #expect(try await setup(#"{"session":{"proxy":\#(off)}}"#).proxy == nil)
    }

    // MARK: - Who is signed in

    private static let shop = """
        {"applications": [{"id": "shop", "name": "Shop", "source": "https://shop.example.com",
                           "signedIn": {"cookies": [{"name": "sid", "value": "{identity.id}"},
                                                    {"name": "user", "value": "{identity.username}"}]}},
                          {"id": "other", "source": "https://other.example"}],
         "identities": [
           {"id": "ada", "application": "Shop", "name": "Ada",
            "credentials": [{"type": "authenticator", "secret": "s"},
                            {"type": "username_password", "username": "ada@a.example", "password": "p"}]},
           {"id": "ben", "application": "Shop", "name": "Ben",
            "browser": {"origins": [{"localStorage": [{"name": "theme", "value": "{identity.name}"}]}]}},
           {"id": "cem", "application": "Shop", "name": "Cem", "status": "pending"},
           {"id": "dora", "application": "other", "name": "Dora"},
           {"id": "eve", "application": "Shop", "name": "Eve", "browser": {}}]}
        """

    @Test(
        "an identity carries what its application says, or its own, once it is validated",
        arguments: [
            (["ada"], ["sid=ada", "user=ada%40a.example"], []), (["ben"], [], ["https://shop.example.com theme=Ben"]),
            (["cem"], [], []), (["dora"], [], []), (["eve"], [], []),
            (["ada", "ben"], ["sid=ada", "user=ada%40a.example"], ["https://shop.example.com theme=Ben"]),
        ])
    func identities(ids: [String], cookies: [String], items: [String]) async throws {
        let references = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        let setup = try await setup(#"{"identities":[\#(references)]}"#, of: try seeded(Self.shop))
        #expect(setup.cookies.map { "\($0.name)=\($0.value)" } == cookies)
        #expect(setup.cookies.allSatisfy { $0.domain == "shop.example.com" && $0.isSecure })
        #expect(
            setup.origins.flatMap { origin in
                origin.localStorage.map { "\(origin.origin) \($0.name)=\($0.value)" }
            } == items)
    }

    @Test("a pending identity carries it from its validation on, and one that the API made carries the application's")
    func later() async throws {
        let client = try seeded(Self.shop)
        let id = await client.identity()
        let sessionID = await client.session(#"{"identities":[{"id":"cem"},{"id":"\#(id)"}]}"#)
        let session = try #require(client.store.snapshot.sessions[sessionID])
        let setup = client.store.snapshot.browserSetup(for: session, at: client.now + .minutes(60))
        #expect(setup.cookies.map(\.value) == [id, "ada"])
    }

    @Test("a site whose name leads to http is http for cookies and storage")
    func mapped() throws {
        let seed = try JSONDecoder().decode(AnchorSeed.self, from: Data(Self.shop.utf8))
        let network = BrowserNetwork(hosts: [.init(name: "shop.example.com", target: "127.0.0.1:80", scheme: "http")])
        let state = AnchorState(
            seed: seed, policies: AnchorPolicies(), network: network,
            ids: IDSequence(seed: 1, tag: WorldName.default.tag, stream: "anchor"), now: AnchorClient.start)
        #expect(state.applications["shop"]?.signedIn?.cookies.map(\.isSecure) == [false, false])
        #expect(state.identities["ben"]?.browser?.origins.map(\.origin) == ["http://shop.example.com"])
    }

    @Test("states of earlier releases have nobody signed in")
    func earlier() throws {
        let client = try seeded(#"{"applications": [{"source": "a.example"}]}"#)
        let row = try #require(client.store.snapshot.applications.values.first)
        let bytes = try RowCoding.bytes(row)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("signedIn"))
        #expect(try RowCoding.value(bytes, as: ClientApplication.self) == row)
    }
}
