import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct IdentityVisibilityTests {
    private func hidden(afterReads reads: Int) -> AnchorClient {
        AnchorClient { $0.identityVisibility.afterReads = reads }
    }

    private func hidden(for span: TimeSpan) -> AnchorClient { AnchorClient { $0.identityVisibility.after = span } }

    @Test(
        "an identity is found after as many tries as the policy says, whichever way it was made", arguments: [0, 1, 3])
    func afterReads(count: Int) async throws {
        let client = hidden(afterReads: count)
        let made = await client.identity()
        let connected = try #require(try client.complete(await client.token(await client.application())).identity)
        for id in [made, connected.id] {
            for _ in 0..<count {
                let answer = await client.get("/v1/identities/\(id)")
                #expect(answer.status == 404 && answer.reason == "identity.notVisible")
                #expect(answer.text == #"{"error":{"code":404,"message":"Identity not found"}}"#)
            }
            for _ in 0..<2 { #expect(await client.get("/v1/identities/\(id)").status == 200) }
        }
    }

    @Test("an identity is found from the instant on at which the policy's time is over")
    func later() async {
        let client = hidden(for: .seconds(2))
        let id = await client.identity()
        for _ in 0..<3 { #expect(await client.get("/v1/identities/\(id)").status == 404) }
        client.advance(.milliseconds(1999))
        #expect(await client.get("/v1/identities/\(id)").reason == "identity.notVisible")
        client.advance(.milliseconds(1))
        #expect(await client.get("/v1/identities/\(id)").status == 200)
    }

    @Test("where both are asked for, both hold")
    func both() async {
        let client = AnchorClient {
            $0.identityVisibility.afterReads = 1
            $0.identityVisibility.after = .seconds(2)
        }
        let (late, early) = (await client.identity(), await client.identity())
        for _ in 0..<2 { #expect(await client.get("/v1/identities/\(early)").status == 404) }
        client.advance(.seconds(2))
        #expect(await client.get("/v1/identities/\(early)").status == 200)
        #expect(await client.get("/v1/identities/\(late)").status == 404)
        #expect(await client.get("/v1/identities/\(late)").status == 200)
    }

    @Test(
        "every call that names the identity does not know it, changes nothing and counts as a try",
        arguments: [
            ("GET", "/credentials", "", 404), ("PUT", "", #"{"name":"other"}"#, 404), ("DELETE", "", "", 404),
            ("POST", "/reauthenticate", "", 404),
        ])
    func calls(method: String, path: String, body: String, status: Int) async {
        let client = hidden(afterReads: 1)
        let id = await client.identity()
        let target = "/v1/identities/\(id)\(path)"
        let answer = await client.send(.init(rawValue: method) ?? .get, target, body)
        #expect(answer.status == status && answer.reason == "identity.notVisible")
        #expect(client.store.snapshot.sessions.isEmpty)
        let read = await client.get("/v1/identities/\(id)")
        #expect(read.status == 200)
        #expect(read["name"] == "Unnamed Identity" && read["updated_at"] == read["created_at"])
    }

    @Test("a session with it is a bad request, and one try later it is made")
    func session() async {
        let client = hidden(afterReads: 1)
        let body = #"{"identities":[{"id":"\#(await client.identity())"}]}"#
        let refused = await client.post("/v1/sessions", body)
        #expect(refused.status == 400 && refused.reason == "identity.notVisible")
        #expect(refused.message == "Identity not found")
        #expect(client.store.snapshot.sessions.isEmpty)
        #expect(await client.post("/v1/sessions", body).status == 200)
    }

    @Test("a list leaves it out, which is a try for each that is left out; the application's count has it at once")
    func list() async {
        let client = hidden(afterReads: 1)
        let application = await client.application()
        for _ in 0..<3 { _ = await client.identity() }
        let list = "/v1/applications/\(application)/identities"
        #expect(await client.get("/v1/applications/\(application)")["identity_count"] == 3)
        #expect(await client.get(list)["identities"]?.array?.isEmpty == true)
        #expect(await client.get(list)["identities"]?.array?.count == 3)
    }

    @Test("what a world begins with can be read at once")
    func seeded() async {
        var seed = AnchorSeed()
        seed.applications = [ApplicationSeed(id: "app", name: "Shop", source: "https://shop.example.com")]
        seed.identities = [IdentitySeed(id: "ada", application: "Shop", name: "Ada")]
        let client = AnchorClient(seed: seed) { $0.identityVisibility.afterReads = 5 }
        #expect(await client.get("/v1/identities/ada").status == 200)
    }

    @Test("a hundred reads at once count down exactly", arguments: [1, 37, 99])
    func race(count: Int) async throws {
        let client = hidden(afterReads: count)
        let id = await client.identity()
        let (store, now) = (client.store, client.now)
        let found = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    (try? store.update { (state) throws(AnchorProblem) in
                        try state.identity(id, AnchorTurn(policies: store.policies, now: now))
                    }) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(found == 100 - count)
    }
}
