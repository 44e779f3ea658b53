import Foundation
import Kernel
import Testing

@testable import Anchor

@Suite("Webhooks of a scenario")
struct WebhookSeedTests {
    private func seed(_ text: String) throws -> AnchorSeed {
        try JSONDecoder().decode(AnchorSeed.self, from: Data(text.utf8))
    }

    @Test("are there when the world begins, with the id and the secret that they are given")
    func seeded() async throws {
        let client = AnchorClient(
            seed: try seed(
                #"""
                {"sessions":[{}],"webhooks":[
                  {"id":"wh_ours","url":"http://127.0.0.1:9/h","events":["session.completed"],"secret":"s3cret","description":"Ours"},
                  {"url":"https://a.example/","events":["task.failed"],"enabled":false}]}
                """#))
        let listed = await client.get("/v1/webhooks")
        #expect(listed["webhooks.0.id"] == "wh_ours" && listed["webhooks.0.description"] == "Ours")
        #expect(listed["webhooks.1.enabled"] == false)
        #expect(listed["webhooks.1.id"]?.string?.hasPrefix("wh_") == true)
        _ = await client.delete("/v1/sessions/all")
        let attempts = client.deliver()
        #expect(attempts.map(\.eventType) == ["session.completed"])
        #expect(attempts.first?.json[path: "data.recording_url"] == nil)
    }

    @Test(
        "are complained about where nothing could be sent, or they are too many",
        arguments: [
            (#"{"webhooks":[{"url":"https://10.0.0.1/","events":["task.failed"]}]}"#, "webhooks.0.url"),
            (#"{"webhooks":[{"url":"hook","events":["task.failed"]}]}"#, "webhooks.0.url"),
            (
                #"{"policies":{"webhookTargets":"vendor"},"webhooks":[{"url":"http://a.example/","events":["task.failed"]}]}"#,
                "webhooks.0.url"
            ),
            (#"{"webhooks":[{"url":"https://a.example/","events":[]}]}"#, "webhooks.0.events"),
            (#"{"webhooks":[{"url":"https://a.example/","events":["task.failed"],"secret":""}]}"#, "webhooks.0.secret"),
            (#"{"webhooks":[{"id":"","url":"https://a.example/","events":["task.failed"]}]}"#, "webhooks.0.id"),
            (
                #"{"webhooks":[{"id":"w","url":"https://a.example/","events":["task.failed"]},"#
                    + #"{"id":"w","url":"https://a.example/","events":["task.failed"]}]}"#, "webhooks.1.id"
            ),
            (
                #"{"policies":{"webhookRetries":{"delays":[\#(Array(repeating: #""1s""#, count: 21).joined(separator: ","))]}}}"#,
                "policies.webhookRetries.delays"
            ),
        ])
    func complaints(text: String, path: String) throws {
        #expect(try seed(text).complaints().map { $0.path.joined(separator: ".") } == [path])
    }

    @Test("are five at most")
    func many() throws {
        let one = #"{"url":"https://a.example/","events":["task.failed"]}"#
        #expect(
            try seed(#"{"webhooks":[\#(Array(repeating: one, count: 5).joined(separator: ","))]}"#).complaints().isEmpty
        )
        #expect(
            try seed(#"{"webhooks":[\#(Array(repeating: one, count: 6).joined(separator: ","))]}"#).complaints().count
                == 1)
    }

    @Test("and the choices about them are read")
    func policies() throws {
        let policies = AnchorPolicies(
            try seed(
                #"{"policies":{"webhookTargets":"any","webhookRotation":"newest","webhookTimestamps":"real","webhookRetries":{"delays":["1s"]}}}"#
            ))
        #expect(policies.webhooks.targets == .any && policies.webhooks.rotation == .newest)
        #expect(policies.webhooks.timestamps == .real && policies.webhooks.retries.delays == [.seconds(1)])
        #expect(AnchorPolicies().webhooks == WebhookPolicies())
    }
}
