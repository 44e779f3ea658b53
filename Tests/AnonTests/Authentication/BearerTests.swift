import HTTPTypes
import Kernel
import Testing

@testable import Anon

struct BearerTests {
    private static let body = #"{"name":"n","description":"d"}"#
    private static let unauthorized = #"{"message":"Unauthorized"}"#
    private static let upstream = #"{"error":"Upstream error"}"#

    @Test(
        "who calls without a usable bearer is refused, and nothing is made",
        arguments: [
            (nil, 401, unauthorized, "key.missing"), ("anon_invalid", 401, unauthorized, "key.refused"),
            ("anon_invalid_1@shop", 401, unauthorized, "key.refused"),
            ("raw-password", 502, upstream, "key.notAKey"), ("sk-test", 502, upstream, "key.notAKey"),
            ("a.b.c", 502, upstream, "key.notAKey"), ("ANON_TEST", 502, upstream, "key.notAKey"),
            ("@shop", 401, unauthorized, "key.missing"),
        ] as [(String?, Int, String, String)])
    func refused(bearer: String?, status: Int, body: String, reason: String) async {
        let client = AnonClient()
        let before = client.store.snapshot.objectCount
        client.bearer = bearer
        let id = client.readyMade.userPoolID
        for answer in [
            await client.post("/org/userPool", Self.body), await client.post("/org/sdkClient", Self.body),
            await client.post("/org/member", "{}"), await client.post("/org/appUserIdToken", "{}"),
            await client.get("/org/userPool/\(id)"),
            await client.get("/org/sdkClient/\(client.readyMade.webappClientID)"),
        ] {
            #expect(answer.status == status)
            #expect(answer.text == body)
            #expect(answer.reason == reason)
        }
        #expect(client.store.snapshot.objectCount == before)
    }

    @Test(
        "the scheme is Bearer in any case, with any number of spaces",
        arguments: [
            ("Bearer anon_test", 200), ("bearer anon_test", 200), ("BEARER   anon_test ", 200), ("anon_test", 401),
            ("Bearer", 401), ("Bearer ", 401), ("Basic YTpi", 401), ("Bearer anon_test@shop", 200),
        ])
    func schemes(header: String, status: Int) async {
        let client = AnonClient()
        client.bearer = nil
        client.headers[.authorization] = header
        #expect(await client.post("/org/userPool", Self.body).status == status)
    }

    @Test("the policy lists the keys that are taken besides issued ones")
    func listedKeys() async {
        let client = AnonClient { $0.apiKeys = ["anon_listed", "ory_listed", "anon_invalid_listed"] }
        let session = await client.logIn()
        for bearer in ["anon_listed", "ory_listed", "anon_listed@shop", session, client.readyMade.apiKey] {
            client.bearer = bearer
            #expect(await client.post("/org/userPool", Self.body).status == 200)
        }
        for bearer in ["anon_other", "ory_st_other", "anon_invalid_listed"] {
            client.bearer = bearer
            let answer = await client.post("/org/userPool", Self.body)
            #expect(answer.status == 401)
            #expect(answer.reason == "key.refused")
        }
    }

    @Test("the policy gives the body of a 401 and the status of an upstream error")
    func errorPolicies() async {
        let client = AnonClient {
            $0.errors.unauthorized = .service
            $0.errors.upstream = 500
        }
        client.bearer = nil
        #expect(await client.post("/org/userPool", Self.body).text == #"{"error":"Unauthorized"}"#)
        client.bearer = "raw"
        let answer = await client.post("/org/userPool", Self.body)
        #expect(answer.status == 500)
        #expect(answer.text == Self.upstream)
    }

    @Test("elsewhere than in the org service a bearer that is no key is a 401", arguments: ["raw", nil])
    func backend(bearer: String?) async {
        let client = AnonClient()
        client.bearer = bearer
        let answer = await client.get("/account/api/v1/session/status?ownerId=a&domain=amazon")
        #expect(answer.status == 401)
        #expect(answer.text == Self.unauthorized)
        #expect(answer.reason == (bearer == nil ? "key.missing" : "key.notAKey"))
    }

    @Test(
        "a key of one key space is refused at the hosts of the other",
        arguments: [
            ("127.0.0.1:4010", true), ("drydock:4010", true), ("svc.sandbox.anon.com", true),
            ("svc.staging.anon.localhost:4010", true), ("svc.local.anon.com", true), ("SVC.PROD.ANON.COM", false),
            ("svc.prod.anon.com", false), ("svc.prod.anon.localhost:4010", false), ("link.svc.prod.anon.com", false),
            ("svc.nonsense.anon.com", true), ("svc", true), ("prod.anon.com", true),
        ])
    func keySpaces(host: String, isSandbox: Bool) async {
        let client = AnonClient()
        client.authority = host
        for (key, isGood) in [(client.readyMade.apiKey, isSandbox), (client.readyMade.prodAPIKey, !isSandbox)] {
            client.bearer = key
            let answer = await client.post("/org/userPool", Self.body)
            #expect(answer.status == (isGood ? 200 : 401))
            if !isGood {
                #expect(answer.text == Self.unauthorized)
                #expect(answer.reason == "key.otherEnvironment")
            }
        }
        client.bearer = "anon_whatever"
        #expect(await client.post("/org/userPool", Self.body).status == 200)
    }

    @Test("sessions and new keys belong to the key space of the host they were made at; objects belong to both")
    func madeAtHost() async {
        let client = AnonClient()
        client.authority = AnonClient.prodHost
        client.bearer = nil
        client.bearer = await client.logIn()
        let pool = await client.userPool()
        let service = await client.serviceClient()
        let session = client.bearer
        client.authority = AnonClient.sandboxHost
        for bearer in [session, service.apiKey] {
            client.bearer = bearer
            #expect(await client.get("/org/userPool/\(pool)").reason == "key.otherEnvironment")
        }
        client.bearer = client.readyMade.apiKey
        #expect(await client.get("/org/userPool/\(pool)").status == 200)
        #expect(await client.get("/org/sdkClient/\(service.id)").status == 200)
    }

    @Test("an issued key acts for its own organisation, an unknown one for the ready-made")
    func organizations() async {
        let client = AnonClient()
        let other = await client.otherOrganization()
        client.bearer = other.bearer
        client.bearer = await client.serviceClient().apiKey
        #expect(await client.post("/org/userPool", Self.body)["organizationId"]?.string == other.id)
        client.bearer = "anon_unknown"
        let own = await client.post("/org/userPool", Self.body)
        #expect(own["organizationId"]?.string == client.readyMade.organizationID)
    }
}
