import KernelHTTP
import Testing

@testable import Anchor

struct AnchorAccessTests {
    @Test(
        "any key but an empty or a refused one is taken",
        arguments: [
            (nil, 401, "key.missing"), ("", 401, "key.missing"), ("@world", 401, "key.missing"),
            ("sk-invalid", 401, "key.refused"), ("sk-invalid-7@world", 401, "key.refused"), ("sk-test", 200, nil),
            ("sk-test@world", 200, nil), ("Your API Key", 200, nil), ("x", 200, nil),
        ] as [(String?, Int, String?)])
    func anyKey(key: String?, status: Int, reason: String?) async {
        let client = AnchorClient()
        client.key = key
        let answer = await client.get("/v1/applications")
        #expect(answer.status == status)
        #expect(answer.reason == reason)
        if status == 401 { #expect(answer.text == #"{"error":{"code":401,"message":"Invalid API Key"}}"#) }
    }

    @Test(
        "where the scenario lists keys only those are taken, in any world",
        arguments: [("sk-one", 200), ("sk-two@w", 200), ("sk-three", 401), ("sk-one-more", 401), ("sk-on", 401)])
    func listedKeys(key: String, status: Int) async {
        let client = AnchorClient { $0.apiKeys = ["sk-one", "sk-two"] }
        client.key = key
        #expect(await client.get("/v1/applications").status == status)
    }

    @Test("reauthenticate has the words that the vendor publishes for it")
    func teamKey() async {
        let client = AnchorClient()
        client.key = nil
        let answer = await client.post("/v1/identities/x/reauthenticate")
        #expect(answer.text == #"{"error":{"code":401,"message":"Missing API key for team"}}"#)
    }

    @Test("no operation of the API is open to a caller without a key, but those that the vendor opens")
    func everyOperation() async {
        let client = AnchorClient()
        client.key = nil
        for route in AnchorEndpoints.routes where route.endpoint.path.hasPrefix("/v1/") {
            // The demo's look-up of keys goes by cookie (anchor.md 6); an agent has no key yet, and a recording's link
            // needs none (anchor.md 1).
            let isOpen =
                route.endpoint.name == "anchor.listProjectAPIKeys" || route.endpoint.name == "anchor.fetchRecording"
                || route.endpoint.path.hasPrefix("/v1/agent-access")
            if isOpen { continue }
            let answer = await client.send(route.endpoint.method, route.endpoint.path)
            #expect(answer.status == 401, "\(route.endpoint.name)")
        }
    }
}
