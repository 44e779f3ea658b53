import Kernel
import Testing

@testable import Anchor

struct ApplicationTests {
    private let client = AnchorClient()

    @Test("creating an application answers 201 with the documented members, and no others")
    func create() async {
        let answer = await client.post("/v1/applications", #"{"source":"https://Shop.example.com:443/login"}"#)
        #expect(answer.status == 201)
        #expect(answer.memberNames == ["id", "name", "url", "description", "created_at"])
        #expect(answer["name"] == "shop.example.com")
        #expect(answer["url"] == "https://shop.example.com")
        #expect(answer["description"] == .null)
        #expect(answer["created_at"] == "2026-01-01T00:00:00.000Z")
    }

    @Test(
        "a source is a URL or a bare host; the site is its normal form",
        arguments: [
            ("example.com", "https://example.com"), ("localhost:3000/login", "https://localhost:3000"),
            ("http://example.com:80", "http://example.com"),
            ("https://example.com:8443/?a=b#c", "https://example.com:8443"),
            ("https://[::1]:3000/x", "https://[::1]:3000"), ("HTTPS://EXAMPLE.com", "https://example.com"),
        ])
    func sites(source: String, site: String) async {
        let answer = await client.post("/v1/applications", #"{"source":"\#(source)"}"#)
        #expect(answer.status == 201)
        #expect(answer["url"] == .string(site))
    }

    @Test(
        "a source that is no site is refused and nothing is made",
        arguments: [
            #"{"source":""}"#, #"{"source":"ftp://example.com"}"#, #"{"source":"https://"}"#, #"{"source":"a b"}"#,
            #"{"source":"https://a..b"}"#, #"{"source":"https://example.com:0"}"#,
            #"{"source":"https://u:p@example.com"}"#,
            #"{"source":"javascript:alert(1)"}"#, #"{"source":7}"#, #"{"source":null}"#, #"{}"#, "[]", "{",
        ])
    func badSources(body: String) async {
        let answer = await client.post("/v1/applications", body)
        #expect(answer.status == 400)
        #expect(answer["error.code"] == 400)
        #expect(client.store.snapshot.applications.isEmpty)
    }

    @Test("a site that is registered already answers 201 with the existing application, unchanged")
    func existingSite() async {
        let first = await client.post("/v1/applications", #"{"source":"https://example.com","name":"First"}"#)
        let second = await client.post("/v1/applications", #"{"source":"EXAMPLE.com/login","name":"Second"}"#)
        #expect(second.status == 201)
        #expect(second.text == first.text)
        #expect(client.store.snapshot.applications.count == 1)
    }

    @Test("reading and listing show every member, with the count of identities and the methods of all flows")
    func readAndList() async {
        let id = await client.application()
        _ = await client.identity()
        let flow = #"{"name":"Form","methods":["username_password","authenticator"]}"#
        client.advance(.minutes(1))
        #expect(await client.post("/v1/applications/\(id)/auth-flows", flow).status == 201)
        let answer = await client.get("/v1/applications/\(id)")
        #expect(answer.status == 200)
        #expect(
            answer.memberNames == [
                "id", "name", "url", "description", "identity_count", "auth_methods", "created_at", "updated_at",
            ])
        #expect(answer["identity_count"] == 1)
        #expect(answer["auth_methods"] == ["profile", "username_password", "authenticator"])
        #expect(answer["updated_at"] == "2026-01-01T00:01:00.000Z")
        let list = await client.get("/v1/applications?page=1&limit=50")
        #expect(list["applications.0"] == answer.json)
    }

    @Test(
        "search looks in name and site, in any case",
        arguments: [("SHOP", ["shop", "other"]), ("news", ["news"]), ("", ["shop", "news", "other"]), ("zzz", [])])
    func search(text: String, names: [String]) async {
        for (name, host) in [
            ("shop", "shop.example.com"), ("news", "news.example.com"), ("other", "myshop.example.com"),
        ] {
            _ = await client.post("/v1/applications", #"{"source":"\#(host)","name":"\#(name)"}"#)
        }
        let answer = await client.get("/v1/applications?search=\(text)")
        #expect(answer["applications"]?.array?.map { $0[path: "name"] } == names.map { .string($0) })
    }

    @Test("deleting an application takes its identities and its unused tokens with it; a used token stays used")
    func cascade() async throws {
        let id = await client.application()
        let identity = await client.identity()
        let unused = await client.token(id)
        let used = await client.token(id)
        _ = try client.complete(used)
        let before = client.store.snapshot.objectCount
        let deletion = await client.delete("/v1/applications/\(id)")
        #expect(deletion.status == 200)
        #expect(deletion.text == #"{"success":true}"#)
        #expect(await client.get("/v1/applications/\(id)").status == 404)
        #expect(await client.get("/v1/identities/\(identity)").status == 404)
        #expect(throws: IdentityTokenRefusal.applicationDeleted) { try client.complete(unused) }
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: client.now)) { try client.complete(used) }
        #expect(client.store.snapshot.objectCount == before - 4, "application, its flow, two identities")
        let again = await client.application()
        #expect(again != id, "the site is free again")
    }

    @Test("an unknown or malformed id is a 404", arguments: [AnchorClient.unknownID, "no-uuid", "%00"])
    func unknown(id: String) async {
        for answer in [await client.get("/v1/applications/\(id)"), await client.delete("/v1/applications/\(id)")] {
            #expect(answer.status == 404)
            #expect(answer.reason == "application.unknown")
            #expect(answer.message == "Application not found")
        }
    }
}
