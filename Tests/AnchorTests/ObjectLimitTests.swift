import Kernel
import Testing

@testable import Anchor

struct ObjectLimitTests {
    @Test("a world that is full refuses one more object with 507, and deleting makes room")
    func full() async {
        let client = AnchorClient { $0.objectLimit = 3 }
        let id = await client.application()
        let flows = "/v1/applications/\(id)/auth-flows"
        let flow = #"{"name":"a","methods":["custom"]}"#
        let third = await client.post(flows, flow)
        #expect(third.status == 201)
        for (path, body) in [
            (flows, flow), ("/v1/applications", #"{"source":"other.example"}"#),
            ("/v1/applications/\(id)/tokens", #"{"callbackUrl":"https://a.example/cb"}"#),
            ("/v1/identities", #"{"source":"shop.example.com"}"#), ("/v1/identities", #"{"source":"other.example"}"#),
        ] {
            let answer = await client.post(path, body)
            #expect(answer.status == 507)
            #expect(answer.reason == "world.full")
        }
        #expect(client.store.snapshot.objectCount == 3)
        #expect(client.store.snapshot.applications.count == 1)
        _ = await client.delete("\(flows)/\(third.id)")
        #expect(await client.post("/v1/identities", #"{"source":"shop.example.com"}"#).status == 201)
    }

    @Test("an identity at a new site leaves no application behind when there is no room for both")
    func allOrNothing() async {
        let client = AnchorClient { $0.objectLimit = 2 }
        #expect(await client.post("/v1/identities", #"{"source":"other.example"}"#).status == 507)
        #expect(client.store.snapshot.applications.isEmpty)
    }
}
