import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct AppUserTests {
    private static func target(_ user: String) -> String {
        "/account/api/v1/appUser?externalUserId=\(PercentCoding.encode(user))"
    }

    @Test("a user who linked is found under the customer's id")
    func found() async throws {
        let client = AnonClient()
        try client.link("ada", to: "linkedin")
        let user = client.store.snapshot.appUsers.values.first
        let answer = await client.get(Self.target("ada"))
        #expect(answer.status == 200)
        #expect(answer.text == #"{"id":"ada","anonId":"\#(user?.anonID ?? "")","email":null}"#)
        try client.link("ada", to: "amazon")
        #expect(await client.get(Self.target("ada")).text == answer.text)
    }

    @Test("a user who never linked is told by status and reason phrase")
    func notFound() async {
        let answer = await AnonClient().get(Self.target("ada"))
        #expect(answer.reply.status == .init(code: 404, reasonPhrase: "Not Found"))
        #expect(answer.reply.status.reasonPhrase == "Not Found")
        #expect(answer.reason == "user.notLinked")
    }

    @Test("issuing a token links nobody")
    func token() async {
        let client = AnonClient()
        #expect(await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#).status == 200)
        #expect(await client.get(Self.target("ada")).status == 404)
        #expect(client.store.snapshot.appUsers.isEmpty)
    }

    @Test(
        "the look-up crashes by the policy and by the id, in the phrase that was chosen",
        arguments: [
            ("ada+crash", AnonPolicies.UnlinkedUser.notFound, AnonPolicies.CrashPhrase.quoted, "Internal Server"),
            ("ada+crash", .notFound, .standard, "Internal Server Error"), ("ada", .crash, .quoted, "Internal Server"),
        ])
    func crash(
        user: String, unlinked: AnonPolicies.UnlinkedUser, phrase: AnonPolicies.CrashPhrase, text: String
    ) async throws {
        let client = AnonClient {
            $0.translation.unlinked = unlinked
            $0.translation.phrase = phrase
        }
        let answer = await client.get(Self.target(user))
        #expect(answer.status == 500)
        #expect(answer.reply.status.reasonPhrase == text)
        #expect(answer.reason == "user.lookupCrashed")
        try client.link(user, to: "linkedin")
        #expect(await client.get(Self.target(user)).status == 200)
    }

    @Test(
        "a magic id is found or not by its ending, whatever the policy",
        arguments: ["+revoked": 200, "+unknown": 200, "+unlinked": 404, "+crash": 500],
        [AnonPolicies.UnlinkedUser.notFound, .crash])
    func magic(user: (key: String, value: Int), unlinked: AnonPolicies.UnlinkedUser) async throws {
        let client = AnonClient { $0.translation.unlinked = unlinked }
        let first = await client.get(Self.target("ada\(user.key)"))
        #expect(first.status == user.value)
        #expect(await client.get(Self.target("ada\(user.key)")).text == first.text)
        #expect(client.store.snapshot.appUsers.isEmpty)
        try client.link("ada\(user.key)", to: "linkedin")
        #expect(await client.get(Self.target("ada\(user.key)")).status == 200)
    }

    @Test("organisations and key spaces do not see each other's users")
    func separate() async throws {
        let client = AnonClient.withOtherOrganization()
        try client.link("ada", to: "linkedin")
        client.bearer = AnonClient.otherKey
        #expect(await client.get(Self.target("ada")).status == 404)
        client.bearer = client.readyMade.prodAPIKey
        client.authority = "svc.prod.anon.localhost"
        #expect(await client.get(Self.target("ada")).status == 404)
    }

    @Test("the id has to be there, and so has a key")
    func refused() async {
        let client = AnonClient()
        for target in ["/account/api/v1/appUser", "/account/api/v1/appUser?externalUserId="] {
            #expect(await client.get(target).status == 400)
        }
        client.bearer = nil
        #expect(await client.get(Self.target("ada")).status == 401)
    }
}
