import Kernel
import Testing

@testable import Anchor

@Suite("Volumes that a world begins with")
struct VolumeSeedTests {
    private static func seed(_ volumes: JSONValue) throws -> AnchorSeed {
        try RowCoding.value(JSONWriter.bytes(["volumes": volumes] as JSONValue))
    }

    @Test("are there with their files and states")
    func states() async throws {
        let seed = try Self.seed([
            [
                "id": .string(AnchorClient.unknownID.uppercased()), "name": "a",
                "files": [
                    ["path": "x/y.txt", "text": "hello"], ["path": "z", "base64": "AAEC", "contentType": "image/png"],
                ],
            ],
            ["name": "b", "state": "creating"], ["name": "c", "state": "error"], ["name": "d", "state": "deleted"],
            ["name": "e", "state": "deleting"],
        ])
        #expect(seed.complaints().isEmpty)
        let client = AnchorClient(seed: seed)
        let id = AnchorClient.unknownID
        #expect(await client.paths(of: id) == ["x/", "x/y.txt", "z"])
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=z")["data.content_type"] == "image/png")
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=x/y.txt")["data.size"] == 5)
        let all = await client.get("/v1/volumes?include_deleted=true")["data.items"]?.array ?? []
        #expect(all.map { $0[path: "state"] } == ["ready", "creating", "error", "deleted", "deleting"])
        #expect(all[2][path: "error_reason"]?.string?.isEmpty == false)
        #expect(await client.get("/v1/volumes")["data.count"] == 4)
        client.advance(.minutes(60))
        #expect(await client.get("/v1/volumes/by-name/b")["data.state"] == "creating")
        #expect(client.store.snapshot.countObjects() == client.store.objectCount)
        #expect(client.store.snapshot.fileBytes == 8)
    }

    @Test(
        "are refused with the place where they are wrong",
        arguments: [
            (["name": "a b"], "volumes.0.name"),
            (["name": "a", "files": [["path": "../x", "text": ""]]], "volumes.0.files.0.path"),
            (["name": "a", "files": [["path": "x"]]], "volumes.0.files.0.path"),
            (["name": "a", "files": [["path": "x", "text": "", "base64": ""]]], "volumes.0.files.0.path"),
            (["name": "a", "files": [["path": "x", "base64": "?"]]], "volumes.0.files.0.base64"),
            (
                ["name": "a", "files": [["path": "x", "text": ""], ["path": "/x", "text": ""]]],
                "volumes.0.files.1.path"
            ),
            (
                ["name": "a", "files": [["path": "x/y", "text": ""], ["path": "x", "text": ""]]],
                "volumes.0.files.0.path"
            ),
            (
                ["name": "a", "files": [["path": "x", "text": "", "contentType": "\n"]]],
                "volumes.0.files.0.contentType"
            ),
            (["name": "a", "state": "deleted", "files": [["path": "x", "text": ""]]], "volumes.0.files"),
        ] as [(JSONValue, String)])
    func complaints(volume: JSONValue, place: String) throws {
        let complaints = try Self.seed([volume]).complaints()
        #expect(complaints.map { $0.path.joined(separator: ".") } == [place])
    }

    @Test("are at most ten, each with a name and an id of its own")
    func unique() throws {
        let many = (0...10).map { JSONValue.object(["name": .string("v\($0)")]) }
        #expect(try Self.seed(.array(many)).complaints().map(\.path) == [["volumes"]])
        let twice: JSONValue = ["name": "a", "id": .string(AnchorClient.unknownID)]
        #expect(try Self.seed([twice, twice]).complaints().count == 2)
    }
}
