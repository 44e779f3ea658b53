import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anon

struct SessionRaceTests {
    /// A call of one of many clients at once.
    private static func get(_ endpoint: Endpoint, _ target: String, of store: AnonStore) async -> Reply {
        let vendor = AnonVendor()
        var head = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:4010", path: target)
        head.headerFields[.authorization] = "Bearer anon_test"
        let exchange = Exchange(
            number: 1, receivedAt: AnonClient.start, head: head, body: ByteBuffer(),
            origin: Origin(scheme: "http", authority: "127.0.0.1:4010"))
        guard let route = vendor.routes.first(where: { $0.endpoint == endpoint }) else { return Reply(.notFound) }
        let clock = WorldClock(start: AnonClient.start, mode: .frozen, wall: .constant(AnonClient.start))
        return await Gate(vendor).answer(
            Call(exchange: exchange, store: store, parameters: NamedValues(), clock: clock), on: route,
            rules: RuleBook([]), clock: clock
        ).reply
    }

    @Test("a hundred reads at once count down exactly", arguments: [0, 1, 37, 100])
    func countDown(unknownReads: Int) async throws {
        let client = AnonClient { $0.unknownStatusReads = unknownReads }
        try client.link("ada", to: "linkedin")
        let store = client.store
        let unknown = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let target = "/account/api/v1/session/status?ownerId=ada&domain=linkedin"
                    let reply = await Self.get(.getSessionStatus, target, of: store)
                    #expect(reply.status.code == 200)
                    return String(buffer: reply.body) == #"{"status":"unknown"}"#
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(unknown == unknownReads)
        #expect(store.snapshot.sessions.values.first?.unknownReadsLeft == 0)
    }

    @Test("whoever looks while users link sees none of them, or the whole of them")
    func linkAndLookUp() async throws {
        let client = AnonClient()
        let store = client.store
        let users = (0..<200).map { "user-\($0)" }
        let identities = users.map { user in
            AppUserIdentity(
                externalID: user, email: nil, organizationID: client.readyMade.organizationID, keySpace: .sandbox,
                userPoolID: client.readyMade.userPoolID, sdkClientID: client.readyMade.webappClientID)
        }
        await withTaskGroup(of: Void.self) { group in
            for (user, identity) in zip(users, identities) {
                group.addTask {
                    _ = try? store.update { (state) throws(AnonProblem) in
                        try state.link(
                            identity, to: "linkedin", AnonTurn(policies: store.policies, now: AnonClient.start))
                    }
                }
                group.addTask {
                    let target = "/account/api/v1/appUser?externalUserId=\(user)"
                    while await Self.get(.getAppUser, target, of: store).status.code == 404 { await Task.yield() }
                    let session = "/account/api/v1/session?ownerId=\(user)&domain=linkedin"
                    #expect(await Self.get(.getSession, session, of: store).status.code == 200)
                }
                group.addTask {
                    let state = store.snapshot
                    #expect(state.appUsers.count == state.sessions.count)
                    #expect(state.sessions.values.allSatisfy { state.appUsers[$0.user] != nil })
                }
            }
        }
        #expect(store.snapshot.appUsers.count == users.count)
        #expect(Set(store.snapshot.sessions.values.map(\.ordinal)).count == users.count)
    }

    @Test("a world with room for the record alone takes neither record nor session")
    func allOrNothing() async throws {
        let count = AnonClient().store.snapshot.objectCount
        let client = AnonClient { $0.objectLimit = count + 1 }
        #expect(throws: AnonProblem.self) { try client.link("ada", to: "linkedin") }
        #expect(client.store.snapshot.appUsers.isEmpty)
        #expect(client.store.snapshot.objectCount == count)
    }
}
