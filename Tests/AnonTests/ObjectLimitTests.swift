import Kernel
import Testing

@testable import Anon

struct ObjectLimitTests {
    private static let organization = #"{"name":"A","member":{"name":"n","email":"a@x.example","password":"p"}}"#
    /// The ready-made set.
    private static let first = AnonClient().store.snapshot.objectCount

    @Test(
        "a world that is full refuses one more object with 507, and keeps what it has",
        arguments: [
            ("/org/organization", organization),
            ("/org/member", #"{"name":"n","email":"e","password":"p","role":"Admin"}"#),
            ("/org/userPool", #"{"name":"n","description":"d"}"#),
            ("/org/sdkClient", #"{"name":"n","description":"d"}"#),
            ("/org/login", #"{"email":"admin@drydock.example","password":"drydock"}"#),
        ])
    func full(path: String, body: String) async {
        let client = AnonClient { $0.objectLimit = Self.first }
        let answer = await client.post(path, body)
        #expect(answer.status == 507)
        #expect(answer.phrase == "Insufficient Storage")
        #expect(answer.error == "This world is full")
        #expect(answer.reason == "world.full")
        #expect(client.store.snapshot.objectCount == Self.first)
    }

    @Test("an organisation with its member needs room for both", arguments: [(1, 507), (2, 200)])
    func organizationAndMember(room: Int, status: Int) async {
        let client = AnonClient { $0.objectLimit = Self.first + room }
        #expect(await client.post("/org/organization", Self.organization).status == status)
        #expect(client.store.snapshot.objectCount == Self.first + (status == 200 ? 2 : 0))
    }

    @Test("a token is no object: it is issued in a full world, too")
    func tokens() async {
        let client = AnonClient { $0.objectLimit = Self.first }
        #expect(await client.post("/org/appUserIdToken", #"{"appUserId":"ada"}"#).status == 200)
    }
}
