import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct IdentityListTests {
    private let client = AnchorClient()

    private func populate() async -> String {
        for (name, metadata) in [
            ("Ada", #"{"userId":"u-1","team":"a"}"#), ("adam", #"{"userId":"u-2","team":"a","n":1}"#), ("Bob", "{}"),
        ] {
            _ = await client.identity(#","name":"\#(name)","metadata":\#(metadata)"#)
        }
        return await client.application()
    }

    @Test("rows have the documented members, in the order of making")
    func rows() async {
        let answer = await client.get("/v1/applications/\(await populate())/identities?page=1&limit=50")
        #expect(answer.status == 200)
        #expect(answer["identities"]?.array?.map { $0[path: "name"] } == ["Ada", "adam", "Bob"])
        let row = answer["identities.0"]?.object?.members.map(\.name)
        #expect(row == ["auth_flow", "created_at", "id", "name", "status", "updated_at"])
        #expect(answer["identities.0.auth_flow"] == .null)
    }

    @Test(
        "search and metadata keep what they say",
        arguments: [
            ("search=AD", ["Ada", "adam"]), ("metadata=%7B%22userId%22%3A%22u-2%22%7D", ["adam"]),
            ("metadata=%7B%22team%22%3A%22a%22%7D&search=ada", ["Ada", "adam"]),
            ("metadata=%7B%22team%22%3A%22a%22%2C%22userId%22%3A%22u-1%22%7D", ["Ada"]),
            ("metadata=%7B%22n%22%3A1%7D", ["adam"]), ("metadata=%7B%22n%22%3A%221%22%7D", []),
            ("metadata%5BuserId%5D=u-1", ["Ada"]), ("metadata[n]=1", ["adam"]), ("metadata[n]=2", []),
            ("metadata=%7B%7D", ["Ada", "adam", "Bob"]), ("metadata=", ["Ada", "adam", "Bob"]), ("search=zzz", []),
        ])
    func filters(query: String, names: [String]) async {
        let answer = await client.get("/v1/applications/\(await populate())/identities?\(query)")
        #expect(answer["identities"]?.array?.map { $0[path: "name"] } == names.map { .string($0) })
    }

    @Test("a metadata filter that is no JSON object is a 400", arguments: ["metadata", "[1]", "7", "%7B"])
    func badFilter(text: String) async {
        let answer = await client.get("/v1/applications/\(await populate())/identities?metadata=\(text)")
        #expect(answer.status == 400)
        #expect(answer.reason == "body.invalid")
    }

    @Test("an unknown application is a 400, as no 404 is documented")
    func unknown() async {
        let answer = await client.get("/v1/applications/\(AnchorClient.unknownID)/identities")
        #expect(answer.status == 400)
        #expect(answer.reason == "application.unknown")
    }
}
