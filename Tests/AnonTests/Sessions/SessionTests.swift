import Browsers
import FoundationEssentials
import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct SessionTests {
    private static let target = "/account/api/v1/session?ownerId=ada&domain=amazon"

    @Test("deleting answers in the vendor's words, forgets the session and keeps the user")
    func delete() async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        try client.link("ada", to: "linkedin")
        let count = client.store.snapshot.objectCount
        let answer = await client.delete(Self.target)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"message":"Session removed successfully","ownerId":"ada","domain":"amazon"}"#)
        #expect(client.store.snapshot.objectCount == count - 1)
        #expect(await client.status("ada", "amazon").status == 404)
        #expect(await client.status("ada", "linkedin").status == 200)
        #expect(await client.delete(Self.target).status == 404)
        #expect(await client.get("/account/api/v1/appUser?externalUserId=ada").status == 200)
        #expect(client.store.snapshot.sessionsOfOwner.count == 1)
    }

    @Test("what a magic id has by its name cannot be deleted")
    func deleteMagic() async {
        let client = AnonClient()
        let count = client.store.snapshot.objectCount
        let answer = await client.delete("/account/api/v1/session?ownerId=ada%2Brevoked&domain=amazon")
        #expect(answer.text == #"{"message":"Session removed successfully","ownerId":"ada+revoked","domain":"amazon"}"#)
        #expect(await client.status("ada+revoked", "amazon")["status"] == "revoked")
        #expect(client.store.snapshot.objectCount == count)
    }

    @Test("a member with the role ReadOnly looks and does not delete")
    func readOnly() async throws {
        var seed = AnonSeed()
        seed.organizations = [OrganizationSeed(name: "Other")]
        let client = AnonClient(seed: seed)
        try client.link("ada", to: "amazon")
        let member = #"{"organizationId":"\#(client.readyMade.organizationID)","name":"R","email":"r@a.example","#
        #expect(await client.post("/org/member", member + #""password":"p","role":"ReadOnly"}"#).status == 200)
        client.bearer = await client.post("/org/login", #"{"email":"r@a.example","password":"p"}"#)["token"]?.string
        #expect(await client.status("ada", "amazon").status == 200)
        let answer = await client.delete(Self.target)
        #expect(answer.status == 403)
        #expect(answer.reason == "member.readOnly")
        #expect(client.store.snapshot.sessions.count == 1)
    }

    @Test("a session has whose it is, the site's cookies and storage, and the time of its collection")
    func get() async throws {
        let client = AnonClient()
        let session = try client.link("ada", to: "amazon")
        let answer = await client.get(Self.target)
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "sessionId": .string(session.id), "app": "amazon", "status": "unknown",
                "appUser": [
                    "id": "ada", "anonId": .string(client.store.snapshot.appUsers.values.first?.anonID ?? ""),
                    "email": .null,
                ],
                "sessionCollectionTimeStamp": "2026-01-01T00:00:00.000Z",
                "cookies": [
                    [
                        "name": "session", "value": .string("drydock-\(session.id)"), "domain": ".amazon.com",
                        "path": "/",
                        "expires": 1_769_817_600, "httpOnly": true, "secure": true, "sameSite": "Lax",
                    ],
                    [
                        "name": "signed-in", "value": "1", "domain": ".amazon.com", "path": "/", "expires": -1,
                        "httpOnly": false, "secure": true, "sameSite": "Lax",
                    ],
                ],
                "localStorage": [["origin": "https://www.amazon.com", "name": "user", "value": "ada"]],
            ])
    }

    @Test("a session has the cookies and storage that the scenario says, and a remote browser has the same")
    func seeded() async throws {
        let seed = try JSONDecoder().decode(
            AnonSeed.self,
            from: Data(
                """
                {"apps": [{"id": "shop", "authUrl": "http://shop.example.com/login",
                           "signedIn": {"cookies": [{"name": "sid", "value": "{appUser.id} {appUser.email}"}]}}],
                 "appUsers": [{"id": "ada", "email": "a@b.example", "sessions": [{"id": "s-1", "app": "shop"}]},
                              {"id": "ben", "sessions": [{"app": "shop", "browser": {"origins": [
                                  {"localStorage": [{"name": "who", "value": "{appUser.id}"}]}]}}]}]}
                """.utf8))
        #expect(seed.complaints().isEmpty)
        let client = AnonClient(seed: seed)
        let target = "/account/api/v1/session?domain=shop&ownerId="
        let ada = await client.get("\(target)ada")
        #expect(
            ada["cookies"] == [
                [
                    "name": "sid", "value": "ada a%40b.example", "domain": "shop.example.com", "path": "/",
                    "expires": -1, "httpOnly": false, "secure": false, "sameSite": "Lax",
                ]
            ])
        #expect(ada["localStorage"] == [])
        #expect(
            await client.get("\(target)ben")["localStorage"]
                == [["origin": "http://shop.example.com", "name": "who", "value": "ben"]])
        let setup = await client.setup("ada", "shop")
        #expect(setup?.cookies.map(\.value) == ["ada a%40b.example"])
    }

    @Test("a remote browser is signed in at its apps while the sessions there are active")
    func remoteBrowser() async throws {
        let client = AnonClient()
        let session = try client.link("ada", to: "amazon")
        let setup = await client.setup("ada", "amazon")
        #expect(setup?.cookies.map(\.value) == ["drydock-\(session.id)", "1"])
        #expect(setup?.cookies.map(\.domain) == [".amazon.com", ".amazon.com"])
        #expect(setup?.origins.map(\.origin) == ["https://www.amazon.com"])
        let browser = try #require(client.store.snapshot.remoteBrowsers.values.first)
        client.store.update { $0.sessions[session.id]?.condition = .revoked }
        #expect(client.store.snapshot.browserSetup(for: browser).cookies.isEmpty)
    }

    @Test("reading a session does not count as a read of its status")
    func getDoesNotCount() async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        for _ in 0..<3 { #expect(await client.get(Self.target)["status"] == "unknown") }
        #expect(await client.status("ada", "amazon")["status"] == "unknown")
        #expect(await client.get(Self.target)["status"] == "active")
    }

    @Test("a magic id's session can be read, and is the same each time")
    func getMagic() async {
        let client = AnonClient()
        let target = "/account/api/v1/session?ownerId=ada%2Brevoked&domain="
        let first = await client.get("\(target)amazon")
        #expect(first["status"] == "revoked")
        #expect(first["appUser.id"] == "ada+revoked")
        #expect(await client.get("\(target)amazon").text == first.text)
        #expect(await client.get("\(target)linkedin")["sessionId"] != first["sessionId"])
    }

    @Test(
        "cookies and storage are those of the app's sign-in page, or of a site made up for it",
        arguments: [
            ("https://www.amazon.com/ap/signin", "https://www.amazon.com", ".amazon.com"),
            ("https://github.com/login", "https://github.com", ".github.com"),
            ("http://shop.test:8080?x", "http://shop.test:8080", ".shop.test"),
            ("https://www.test/", "https://www.test", ".www.test"),
            ("http://127.0.0.1:3000/login", "http://127.0.0.1:3000", "127.0.0.1"),
            ("http://localhost:3000#a", "http://localhost:3000", "localhost"),
            ("http://[::1]:3000/", "http://[::1]:3000", "[::1]"),
            ("ftp://a.example", "https://my%20app.example", ".my%20app.example"),
            ("nonsense", "https://my%20app.example", ".my%20app.example"),
            ("https:///path", "https://my%20app.example", ".my%20app.example"),
            (nil, "https://my%20app.example", ".my%20app.example"),
        ] as [(String?, String, String)])
    func site(authURL: String?, origin: String, cookieDomain: String) {
        let app = authURL.map {
            AppIntegration(id: "a", displayName: "A", iconURL: "", authURL: $0, checkURL: $0)
        }
        let site = SiteAddress(of: "My app", app)
        #expect(site.origin == origin)
        #expect(site.cookieDomain == cookieDomain)
    }
}

extension AnonClient {
    /// What a remote browser that is handed out now would start with.
    fileprivate func setup(_ user: String, _ app: String) async -> BrowserSetup? {
        let answer = await post("/account/api/v1/cdpUrl", #"{"apps":["\#(app)"],"appUserId":"\#(user)"}"#)
        let id = answer["cdpUrl"]?.string?.split(separator: "/").last.map(String.init) ?? ""
        return store.snapshot.remoteBrowsers[id].map { store.snapshot.browserSetup(for: $0) }
    }
}
