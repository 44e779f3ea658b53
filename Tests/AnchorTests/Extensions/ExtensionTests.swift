import Browsers
import Kernel
import Testing

@testable import Anchor

struct ExtensionTests {
    private let client = AnchorClient()

    private func upload(
        _ file: [UInt8] = TestArchive.extension(), name: String = "Mark"
    ) async -> AnchorAnswer {
        await client.upload("/v1/extensions", ["name": name], file, named: "mark.zip")
    }

    @Test("extensions are uploaded, listed in their order, read bare and deleted")
    func life() async {
        let first = await upload(name: "My mark")
        #expect(first.status == 200, "\(first.text)")
        let id = first["data.id"]?.string ?? ""
        let details: JSONValue = [
            "id": .string(id), "name": "My mark",
            "manifest": ["name": "Mark", "version": "1.2", "manifest_version": 3, "permissions": ["storage"]],
            "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
        ]
        #expect(first.json == ["data": details])
        let second = await upload(name: "My mark")
        #expect(await client.get("/v1/extensions").json == ["data": [details, second["data"] ?? .null]])
        #expect(await client.get("/v1/extensions/\(id.uppercased())").json == details)
        #expect(await client.delete("/v1/extensions/\(id)").json == ["data": ["data": ["status": "success"]]])
        for answer in [await client.get("/v1/extensions/\(id)"), await client.delete("/v1/extensions/\(id)")] {
            #expect(answer.status == 404)
            #expect(answer.reason == "extension.unknown")
        }
        #expect(client.store.snapshot.objectCount == 1)
    }

    @Test(
        "a manifest that is missing or wrong is named",
        arguments: [
            ("[]", "manifest.json is no JSON object"), ("{", "manifest.json is not JSON"),
            ("", "manifest.json is not JSON"), (#"{"version":"1"}"#, "manifest.json is wrong: name is required"),
            (#"{"name":"a"}"#, "manifest.json is wrong: version is required"),
            (#"{"name":"","version":"1"}"#, "manifest.json is wrong: name must not be empty"),
            (#"{"name":"a","version":1}"#, "manifest.json is wrong: version must be a string"),
            (#"{"name":"a","version":"1","manifest_version":"3"}"#, "manifest.json is wrong: manifest_version must be"),
            (String(repeating: " ", count: 262_145), "manifest.json has more than 262144 bytes"),
        ])
    func manifests(manifest: String, words: String) async {
        let answer = await upload(TestArchive.extension(manifest: manifest))
        #expect(answer.status == 400)
        #expect(answer.reason == "extension.manifestInvalid")
        #expect(answer.message?.hasPrefix(words) == true, "\(answer.text)")
        #expect(client.store.snapshot.extensions.isEmpty)
    }

    @Test("the manifest is looked for at the root only")
    func root() async {
        let nested = TestArchive([.init("mark/manifest.json", Array(TestArchive.manifest.utf8))]).bytes
        #expect(await upload(nested).message == "manifest.json is not at the archive's root")
    }

    @Test("an archive that is refused says why, and nothing is kept")
    func archives() async {
        let refusals: [(String, [UInt8])] = [
            ("extension.unreadable", Array("Cr24".utf8)), ("extension.unreadable", []),
            ("extension.unsafe", TestArchive.extension([.init("../up")])),
            ("extension.tooLarge", TestArchive((0...5000).map { .init("\($0)") }).bytes),
            (
                "extension.unreadable",
                TestArchive([
                    .init("manifest.json", Array(TestArchive.manifest.utf8)),
                    TestArchive({ $0.checksum ^= 1 }).entries[0],
                ]).bytes
            ),
        ]
        for (reason, bytes) in refusals {
            let answer = await upload(bytes)
            #expect(answer.status == 400)
            #expect(answer.reason == reason, "\(answer.text)")
        }
        #expect(client.store.snapshot.extensions.isEmpty)
    }

    @Test(
        "a name has 1 to 255 characters",
        arguments: [
            ("", 400), ("ä", 200), (String(repeating: "ä", count: 255), 200), (String(repeating: "a", count: 256), 400),
        ]
    )
    func names(name: String, status: Int) async {
        #expect(await upload(name: name).status == status)
    }

    @Test("a session's browser gets the files of each extension once, and nothing of what was deleted since")
    func loaded() async throws {
        let archive = TestArchive.extension([.init("a/", []), .init("a/mark.js"), .init("__MACOSX/._mark.js")])
        let id = await upload(archive)["data.id"]?.string ?? ""
        let session = await client.session(#"{"browser":{"extensions":["\#(id)","\#(id)"]}}"#)
        let state = client.store.snapshot
        let setup = state.browserSetup(for: try #require(state.sessions[session]), at: client.now)
        #expect(setup.extensions.map(\.id) == [id])
        #expect(try setup.extensions[0].files().map(\.path) == ["manifest.json", "a/mark.js"])
        var content: [UInt8] = []
        try setup.extensions[0].files()[0].read { content += $0 }
        #expect(content == Array(TestArchive.manifest.utf8))
        _ = await client.delete("/v1/extensions/\(id)")
        let later = client.store.snapshot
        #expect(later.browserSetup(for: try #require(later.sessions[session]), at: client.now).extensions.isEmpty)
    }

    @Test("a session is told that a headless shell loads none")
    func headlessShell() async {
        let client = AnchorClient(browsers: FailingBrowsers(failure: .tooMany(limit: 1)))
        client.addUploads(AnchorClient.unknownID)
        let answer = await client.post("/v1/sessions", #"{"browser":{"extensions":["\#(AnchorClient.unknownID)"]}}"#)
        #expect(answer.status == 200)
        #expect(answer.reason == "extension.notLoaded")
        #expect(await client.post("/v1/sessions").reason == nil)
    }

    @Test("where ids and bodies are taken as they come, so are extensions, and no browser loads what is none")
    func adopting() async throws {
        let client = AnchorClient.adopting()
        let raw = await client.upload("/v1/extensions", ["name": "x"], Array("raw".utf8))
        #expect(raw.status == 200)
        #expect(await client.get("/v1/extensions/\(AnchorClient.unknownID)")["manifest.version"] == "0")
        #expect(await client.delete("/v1/extensions/never").status == 200)
        let id = raw["data.id"]?.string ?? ""
        let session = await client.session(#"{"browser":{"extensions":["\#(id)","\#(AnchorClient.unknownID)"]}}"#)
        let state = client.store.snapshot
        let setup = state.browserSetup(for: try #require(state.sessions[session]), at: client.now)
        #expect(setup.extensions.isEmpty)
    }
}
