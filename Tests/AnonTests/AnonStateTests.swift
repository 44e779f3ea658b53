import FoundationEssentials
import HashTreeCollections
import Kernel
import Testing

@testable import Anon

struct AnonStateTests {
    @Test("a state that was written and read again goes on as the original does")
    func codable() async throws {
        let client = AnonClient()
        client.serveBuiltInKeys()
        let session = await client.logIn()
        let other = await client.otherOrganization()
        let pool = await client.userPool(jwksURL: AnonClient.jwksURL, idClaim: "email")
        let webapp = await client.webappClient(pool)
        let service = await client.serviceClient()
        try client.link("ada")
        let original = client.store.snapshot
        let encoded = try JSONEncoder().encode(original)
        let restored = try JSONDecoder().decode(AnonState.self, from: encoded)
        #expect(restored.version == AnonState.currentVersion)
        #expect(restored.objectCount == original.objectCount)

        let copy = AnonClient(restoring: restored)
        for bearer in [session, service.apiKey, "anon_test"] {
            for each in [client, copy] { each.bearer = bearer }
            for target in [
                "/org/userPool/\(pool)", "/org/sdkClient/\(webapp)", "/org/organization/\(other.id)",
                "/account/api/v1/session/list",
            ] {
                let answer = await copy.get(target)
                #expect(answer.status == 200)
                #expect(answer.text == (await client.get(target)).text)
            }
        }
        let body = #"{"name":"n","description":"d"}"#
        #expect(await copy.post("/org/sdkClient", body).text == (await client.post("/org/sdkClient", body)).text)
        #expect(await copy.logIn() == (await client.logIn()))
    }

    @Test("a snapshot does not move with what happens later")
    func snapshot() async {
        let client = AnonClient()
        let before = client.store.snapshot
        let pool = await client.userPool()
        #expect(before.userPools[pool] == nil)
        #expect(client.store.snapshot.userPools[pool] != nil)
    }

    @Test("the same calls in a world of the same seed give the same bytes, tokens included; another seed gives others")
    func determinism() async throws {
        func bodies(_ seedNumber: UInt64) async throws -> [String] {
            let client = AnonClient(seedNumber: seedNumber)
            let session = await client.logIn()
            client.bearer = session
            let pool = await client.userPool()
            let key = await client.serviceClient().apiKey
            client.bearer = key
            let token = await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#)
            return [
                session, pool, key, token.text, await client.webappClient(pool), await client.otherOrganization().id,
            ]
        }
        let first = try await bodies(1)
        #expect(try await bodies(1) == first)
        #expect(Set(first + (try await bodies(2))).count == 2 * first.count)
    }

    @Test("the ready-made set is whole: organisation, member, pool, clients, keys and the example user's token")
    func readyMade() async throws {
        let client = AnonClient()
        let set = client.readyMade
        let organization = await client.get("/org/organization/\(set.organizationID)")
        #expect(organization["name"] == "Drydock")
        #expect(organization["members.0.id"]?.string == set.memberID && organization["members.0.role"] == "Admin")
        client.bearer = await client.logIn()
        #expect(await client.get("/org/userPool/\(set.userPoolID)")["hosted"] == true)
        #expect(await client.get("/org/sdkClient/\(set.webappClientID)")["auth.userPoolId"]?.string == set.userPoolID)
        for id in [set.serviceClientID, set.prodServiceClientID] {
            #expect(await client.get("/org/sdkClient/\(id)")["auth"] == ["type": "apiKey"])
        }
        let credentials = await ReadyMadeCredentials(of: client.store)
        #expect(
            credentials.variables(url: "http://x").map(\.value) == [
                "http://x", set.apiKey, set.webappClientID, "example-user", credentials.appUserIDToken,
            ])
    }

    @Test(
        "numbers that only an edited document has are refused with words",
        arguments: ["ordinal", "objectCount"], ["9223372036854775807", "-1"])
    func editedNumbers(name: String, number: String) throws {
        let value = try RowCoding.shown(AnonClient().store.snapshot)
        var object = try #require(value.object)
        object[name] = try JSONParser.parse(number)
        #expect {
            try RowCoding.value(JSONWriter.bytes(object), as: AnonState.self)
        } throws: { error in
            guard case .dataCorrupted(let context)? = error as? DecodingError else { return false }
            return context.debugDescription == "\(name) is \(number), which is not a number from 0 to \(Counter.limit)"
        }
    }
}
