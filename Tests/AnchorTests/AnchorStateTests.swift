import FoundationEssentials
import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

struct AnchorStateTests {
    @Test("a state that was written and read again answers as before and issues the same ids")
    func codable() async throws {
        let client = AnchorClient()
        let application = await client.application()
        let identity = await client.identity(#","metadata":{"a":[1.5,null,"ü"]}"#)
        let used = await client.token(application)
        let unused = await client.token(application)
        _ = try client.complete(used)
        let encoded = try JSONEncoder().encode(client.store.snapshot)
        var restored = try JSONDecoder().decode(AnchorState.self, from: encoded)
        var original = client.store.snapshot
        #expect(restored.version == AnchorState.currentVersion)
        #expect(restored.identities[identity] == original.identities[identity])
        #expect(restored.application(application) == original.application(application))
        #expect(restored.objectCount == original.objectCount)
        #expect(try restored.peekIdentityToken(unused, now: client.now).callback == AnchorClient.callback)
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: client.now)) {
            try restored.peekIdentityToken(used, now: client.now)
        }
        #expect(restored.ids.uuid() == original.ids.uuid())
    }

    @Test("the same calls in a world of the same seed give the same bytes")
    func determinism() async {
        func bodies() async -> [String] {
            let client = AnchorClient()
            let created = await client.post("/v1/applications", #"{"source":"https://a.example"}"#)
            let token = await client.post(
                "/v1/applications/\(created.id)/tokens", #"{"callbackUrl":"https://a.example/cb"}"#)
            let identity = await client.post("/v1/identities", #"{"source":"a.example","metadata":{"b":1,"a":2}}"#)
            return [created.text, token.text, identity.text]
        }
        #expect(await bodies() == bodies())
    }
}
