import Kernel
import Testing

@testable import Anchor

@Suite("Tasks that a world begins with")
struct TaskSeedTests {
    private static func seed(_ tasks: JSONValue) throws -> AnchorSeed {
        let applications: JSONValue = [["name": "Shop", "source": "https://shop.example.com"]]
        return try RowCoding.value(JSONWriter.bytes(["applications": applications, "tasks": tasks] as JSONValue))
    }

    @Test("are there with their versions, and run under either id")
    func versions() async throws {
        let seed = try Self.seed([
            [
                "id": .string(AnchorClient.unknownID), "tool": "0A0A0A0A-1111-4222-8333-444444444444",
                "name": "Connect to Ada", "application": "Shop", "code": "a",
                "versions": [["code": "one"], ["description": "two"]], "draft": ["code": "three"],
            ],
            ["name": "plain"],
        ])
        #expect(seed.complaints().isEmpty)
        let client = AnchorClient(seed: seed)
        let id = AnchorClient.unknownID
        #expect(await client.get("/v1/task/\(id)/1")["data.code"] == "b25l")
        #expect(await client.get("/v1/task/\(id)/2")["data.code"] == "YQ==")
        #expect(await client.get("/v1/task/\(id)/2")["data.description"] == "two")
        #expect(await client.get("/v1/task/\(id)/draft")["data.code"] == "dGhyZWU=")
        #expect(await client.get("/v2/tasks/\(id)/generation-status")["status"] == "ready")
        for id in [id, "0a0a0a0a-1111-4222-8333-444444444444"] {
            #expect(await client.run(id, #","sync":true"#)["status"] == "success")
        }
        #expect(await client.post("/v1/task/run/Connect-to-Ada", "{}")["data.success"] == true)
        #expect(await client.post("/v1/task/run/plain", "{}")["data.success"] == true)
        let objects = client.store.objectCount
        _ = await client.delete("/v1/task/\(id)")
        #expect(client.store.objectCount == objects - 4)
    }

    @Test(
        "are refused with the place where they are wrong",
        arguments: [
            ([["name": ""]], "tasks.0.name"),
            ([["name": "a", "application": "Shopp"]], "tasks.0.application"),
            ([["name": "a", "inputs": [["name": "x"], ["name": "x"]]]], "tasks.0.inputs"),
            ([["name": "a", "outputs": [["name": "x"], ["name": "x"]]]], "tasks.0.outputs"),
            ([["name": "a"], ["name": "a"]], "tasks.1.name"),
            ([["name": "a", "versions": .array(Array(repeating: [:], count: 1001))]], "tasks.0.versions"),
        ] as [(JSONValue, String)])
    func refused(tasks: JSONValue, place: String) throws {
        #expect(try Self.seed(tasks).complaints().map { $0.path.joined(separator: ".") } == [place])
    }
}
