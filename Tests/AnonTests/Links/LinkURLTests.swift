import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

@Suite("Link: URLs")
struct LinkURLTests {
    private let client = AnonClient()

    @Test("a link for a user has everything that the page needs, and the user's verified token")
    func forUser() async throws {
        let answer = await client.linkURL()
        #expect(answer.status == 200)
        let query = answer.linkQuery
        let expected = [
            "app": "linkedin", "clientId": client.readyMade.webappClientID, "environment": "sandbox",
            "company": "Drydock", "chromeExtensionId": "lbgbplnejdpahnfmnphghjlbedpjjbgd",
            "redirectUrl": AnonClient.redirect,
            "state": "{}",
        ]
        for (name, value) in expected { #expect(query[name] == value, "\(name)") }
        #expect(Set(query.pairs.map(\.name)) == Set(expected.keys).union(["appUserIdToken", "linkId"]))
        let verified = try await TokenVerifier.verify(
            try #require(query["appUserIdToken"]), with: BuiltInKeys.keySet, at: client.now)
        #expect(verified.subject == "ada")
        #expect(WorldTag(issued: try #require(query["linkId"])) == WorldName.default.tag)
        #expect(client.store.snapshot.appUsers.isEmpty, "a link alone links nobody")
    }

    @Test(
        "the link leads to the Link host of the same environment, or to the same bare host",
        arguments: [
            ("svc.sandbox.anon.localhost:4010", "http://link.svc.sandbox.anon.localhost:4010/?", "sandbox"),
            ("svc.prod.anon.com", "http://link.svc.prod.anon.com/?", "prod"),
            ("svc.local.anon.com", "http://link.svc.local.anon.com/?", "local"),
            ("127.0.0.1:4010", "http://127.0.0.1:4010/?", "sandbox"),
            ("drydock:4010", "http://drydock:4010/?", "sandbox"),
            ("svc.example.com", "http://svc.example.com/?", "sandbox"),
        ])
    func hosts(authority: String, start: String, environment: String) async {
        client.authority = authority
        let answer = await client.linkURL()
        #expect(answer["url"]?.string?.hasPrefix(start) == true, "\(answer.text)")
        #expect(answer.linkQuery["environment"] == environment)
    }

    @Test(
        "what is sent goes into the link as it is",
        arguments: [
            (["state": "ada@example.com"], ["state": "ada@example.com"]), (["state": ""], ["state": ""]),
            (["state": #"{"a":"b&c=ä"}"#], ["state": #"{"a":"b&c=ä"}"#]),
            (["chromeExtensionId": "abc"], ["chromeExtensionId": "abc"]),
            (
                ["companyName": "Ada & Co", "companyLogoUrl": "https://a.example/l.png"],
                ["company": "Ada & Co", "companyLogo": "https://a.example/l.png"]
            ),
            (
                ["displayName": "Work", "iconUrl": "https://a.example/i.png"],
                ["displayName": "Work", "iconUrl": "https://a.example/i.png"]
            ),
            (["redirectUrl": "myapp://done?x=1"], ["redirectUrl": "myapp://done?x=1"]),
        ])
    func passedOn(sent: [String: String], expected: [String: String]) async {
        let answer = await client.linkURL(sent.mapValues { $0 }.merging(["appUserId": "ada"]) { $1 })
        #expect(answer.status == 200)
        for (name, value) in expected { #expect(answer.linkQuery[name] == value) }
    }

    @Test("a token names user and client itself, and goes into the link unchanged")
    func forToken() async {
        let token = await client.token("grace")
        for clientID in [nil, "somebody"] {
            let answer = await client.linkURL(["appUserIdToken": token, "clientId": clientID, "appUserId": "ada"])
            #expect(answer.linkQuery["appUserIdToken"] == token)
            #expect(answer.linkQuery["clientId"] == clientID ?? client.readyMade.webappClientID)
        }
    }

    @Test("a custom integration is known from then on, and never in place of a built-in one")
    func custom() async {
        let site = ["authUrl": "https://crm.example/login", "displayName": "CRM", "appUserId": "ada"]
        #expect(await client.linkURL(["app": "crm"]).reason == "link.missingParameter")
        #expect(await client.linkURL(["app": "crm", "appUserId": "ada"]).reason == "app.unknown")
        let answer = await client.linkURL(site.mapValues { $0 }.merging(["app": "crm"]) { $1 })
        #expect(answer.linkQuery["authUrl"] == "https://crm.example/login")
        let known = client.store.snapshot.appIntegration("crm")
        #expect(known?.displayName == "CRM" && known?.checkURL == "https://crm.example/login")
        #expect(known?.iconURL == "https://crm.example/favicon.ico")
        _ = await client.linkURL(site.mapValues { $0 })
        #expect(client.store.snapshot.appIntegration("linkedin")?.displayName == "LinkedIn")
    }

    @Test("a custom integration takes room, once")
    func room() async {
        let client = AnonClient { $0.objectLimit = 9 }
        let before = client.store.snapshot.objectCount
        var answers: [Int] = []
        for number in 0...(9 - before) {
            let parameters = ["app": "crm\(number)", "authUrl": "https://crm.example/", "appUserId": "ada"]
            answers.append(await client.linkURL(parameters).status)
            if answers.last == 200 { #expect(await client.linkURL(parameters).status == 200) }
        }
        #expect(answers.last == 507 && answers.dropLast().allSatisfy { $0 == 200 })
    }

    static let refused: [([String: String?], String)] = [
        (["app": nil], "link.missingParameter"), (["app": ""], "link.missingParameter"),
        (["redirectUrl": nil], "link.missingParameter"), (["appUserId": nil], "link.missingParameter"),
        (["app": "nope"], "app.unknown"), (["redirectUrl": "done"], "link.badRedirect"),
        (["redirectUrl": "javascript:alert(1)"], "link.badRedirect"),
        (["companyLogoUrl": "javascript:alert(1)"], "link.badAddress"),
        (["iconUrl": "data:image/png;base64,"], "link.badAddress"), (["authUrl": "crm"], "link.badAddress"),
        (["checkUrl": "ftp://a.example"], "link.badAddress"), (["appUserIdToken": "x"], "jwt.malformed"),
        (["clientId": "11111111-2222-4333-8444-555555555555"], "client.unknown"),
    ]

    @Test("what is missing or wrong is a JSON object with 400, and changes nothing", arguments: refused)
    func refusals(parameters: [String: String?], reason: String) async {
        let issued = client.store.snapshot.ids.issued
        let answer = await client.linkURL(["appUserId": "ada"].merging(parameters) { $1 })
        #expect(answer.status == 400 && answer.reason == reason, "\(answer.text)")
        #expect(answer.error?.isEmpty == false)
        #expect(client.store.snapshot.ids.issued == issued)
    }

    @Test("a token of the customer's own identity provider needs its client")
    func ownProvider() async {
        let token = await client.token("ada", client: .some(nil))
        #expect(await client.linkURL(["appUserIdToken": token]).reason == "link.missingParameter")
        let answer = await client.linkURL(["appUserIdToken": token, "clientId": "mine"])
        #expect(answer.status == 200 && answer.linkQuery["clientId"] == "mine")
    }

    @Test("an organisation's link needs a hosted pool and a webapp client on it")
    func organizationWithoutClient() async {
        client.bearer = await client.otherOrganization().bearer
        #expect(await client.linkURL().reason == "userpool.notHosted")
        let pool = await client.userPool()
        #expect(await client.linkURL().reason == "client.missing")
        let webapp = await client.webappClient(pool)
        let answer = await client.linkURL()
        #expect(answer.linkQuery["clientId"] == webapp && answer.linkQuery["company"] == "Other")
        #expect(await client.linkURL(["appUserId": "ada", "clientId": client.readyMade.webappClientID]).status == 400)
        client.serveBuiltInKeys()
        let own = await client.webappClient(await client.userPool(jwksURL: AnonClient.jwksURL))
        #expect(await client.linkURL(["appUserId": "ada", "clientId": own]).reason == "userpool.notHosted")
    }

    @Test("a service client is no clientId")
    func serviceClient() async {
        let answer = await client.linkURL(["appUserId": "ada", "clientId": client.readyMade.serviceClientID])
        #expect(answer.status == 400 && answer.reason == "client.isService")
        #expect(answer.detail.contains(client.readyMade.webappClientID))
    }

    @Test(
        "a bad key is Unauthorized",
        arguments: [(nil, "key.missing"), ("anon_invalid", "key.refused"), ("hello", "key.notAKey")])
    func unauthorized(bearer: String?, reason: String) async {
        client.bearer = bearer
        for path in ["/link/url", "/api/url"] {
            let answer = await client.linkURL(at: path)
            #expect(answer.status == 401 && answer.reason == reason)
            #expect(answer.message == "Unauthorized")
        }
    }

    @Test("the older form takes a token and its client without a key, or a key and a user, and stays on the Link host")
    func older() async {
        client.authority = "link.svc.sandbox.anon.localhost:4010"
        let withKey = await client.linkURL(at: "/api/url")
        #expect(withKey["url"]?.string?.hasPrefix("http://link.svc.sandbox.anon.localhost:4010/?app=linkedin&") == true)
        let token = await client.token("grace")
        client.bearer = nil
        let parameters = ["appUserIdToken": token, "clientId": client.readyMade.webappClientID, "state": "s"]
        let keyless = await client.linkURL(parameters, at: "/api/url")
        #expect(keyless.status == 200 && keyless.linkQuery["appUserIdToken"] == token)
        #expect(keyless.linkQuery["state"] == "s" && keyless.linkQuery["company"] == "Drydock")
        #expect(await client.linkURL(parameters).status == 401, "the newer form needs a key")
    }
}
