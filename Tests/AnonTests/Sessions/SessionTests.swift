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
