import HashTreeCollections
import Kernel
import Testing

@testable import Anon

struct RevokedSessionTests {
    private static let owner = "ownerId=ada&domain=linkedin"

    private func client(revokedAfterUses uses: Int) throws -> AnonClient {
        let client = AnonClient {
            $0.unknownStatusReads = 0
            $0.revokedAfterUses = uses
        }
        try client.link("ada", to: "linkedin")
        return client
    }

    @Test("a session is active for so many calls and revoked at the next", arguments: [1, 3])
    func status(uses: Int) async throws {
        let client = try client(revokedAfterUses: uses)
        for _ in 0..<uses { #expect(await client.status("ada")["status"] == "active") }
        for _ in 0..<2 { #expect(await client.status("ada")["status"] == "revoked") }
    }

    @Test("whatever call comes after the status finds it revoked")
    func laterCalls() async throws {
        let client = try client(revokedAfterUses: 1)
        #expect(await client.status("ada")["status"] == "active")
        let browser = await client.post("/account/api/v1/cdpUrl", #"{"apps":["linkedin"],"appUserId":"ada"}"#)
        #expect(browser.status == 404 && browser.reason == "session.notActive")
        let action = await client.get("/actions/linkedin/listConversations?appUserId=ada")
        #expect(action.status == 404 && action.reason == "session.notActive")
        #expect(await client.get("/account/api/v1/session?\(Self.owner)")["status"] == "revoked")
    }

    @Test(
        "every call that finds it active is a use",
        arguments: [
            ("GET", "/account/api/v1/session?\(owner)", ""), ("GET", "/account/api/v1/session/status?\(owner)", ""),
            ("POST", "/account/api/v1/cdpUrl", #"{"apps":["linkedin"],"appUserId":"ada"}"#),
            ("GET", "/actions/linkedin/listConnections?appUserId=ada", ""),
        ])
    func uses(method: String, target: String, body: String) async throws {
        let client = try client(revokedAfterUses: 1)
        let answer = method == "GET" ? await client.get(target) : await client.post(target, body)
        #expect(answer.status == 200)
        #expect(await client.status("ada")["status"] == "revoked")
    }

    @Test("a read that answers unknown is no use, nor is a list")
    func noUse() async throws {
        let client = AnonClient {
            $0.unknownStatusReads = 1
            $0.revokedAfterUses = 1
        }
        try client.link("ada", to: "linkedin")
        #expect(await client.status("ada")["status"] == "unknown")
        #expect(await client.get("/account/api/v1/session/list").status == 200)
        #expect(await client.status("ada")["status"] == "active")
        #expect(await client.status("ada")["status"] == "revoked")
    }

    @Test("linking anew makes the session good for good, under its old id")
    func linkedAnew() async throws {
        let client = try client(revokedAfterUses: 1)
        let id = client.store.snapshot.sessions.keys.first
        for status in ["active", "revoked"] { #expect(await client.status("ada")["status"]?.string == status) }
        #expect(try client.link("ada", to: "linkedin").id == id)
        for _ in 0..<5 { #expect(await client.status("ada")["status"] == "active") }
    }

    @Test("a scenario's active session is revoked as well, one that is not active stays what it is")
    func seeded() async {
        var seed = AnonSeed()
        seed.policies = AnonPolicies()
        seed.policies?.revokedAfterUses = 1
        seed.appUsers = [
            AppUserSeed(
                id: "ada", sessions: [SessionSeed(app: "linkedin"), SessionSeed(app: "uber", status: .unknown)])
        ]
        let client = AnonClient(seed: seed)
        for status in ["active", "revoked"] { #expect(await client.status("ada")["status"]?.string == status) }
        for _ in 0..<3 { #expect(await client.status("ada", "uber")["status"] == "unknown") }
    }

    @Test("of a hundred calls at once exactly so many find it active", arguments: [1, 37])
    func race(uses: Int) async throws {
        let client = try client(revokedAfterUses: uses)
        let (store, organization) = (client.store, client.readyMade.organizationID)
        let active = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let status = try? store.update { (state) throws(AnonProblem) in
                        try state.readStatus(
                            ownedBy: "ada", at: "linkedin",
                            for: Caller(organizationID: organization, keySpace: .sandbox, credential: .anyKey))
                    }
                    return status == .active
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(active == uses)
    }
}
