import Browsers
import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

struct UploadSeedTests {
    private static func seed(_ text: String) throws -> AnchorSeed {
        try JSONDecoder().decode(AnchorSeed.self, from: Data(text.utf8))
    }

    private static let authority = JSONWriter.text(JSONValue.string(TestCertificates.authority))
    private static let id = "0d5e0005-0000-4000-8000-000000000001"

    @Test("a world begins with what the scenario lists, as if it had been uploaded")
    func objects() async throws {
        let client = AnchorClient(
            seed: try Self.seed(
                """
                {"extensions": [{"id": "\(Self.id)", "manifest": {"name": "Mark", "version": "1", "manifest_version": 3},
                                 "files": [{"path": "a/mark.js", "text": "mark()"}]},
                                {"name": "Other", "manifest": {"name": "Mark", "version": "2"}}],
                 "certificates": [{"name": "ca", "pem": \(Self.authority), "description": "Ours"}],
                 "integrations": [{"id": "\(Self.id)", "name": "Vault"}]}
                """))
        let extensions = await client.get("/v1/extensions")
        #expect(extensions["data"]?.array?.map { $0[path: "name"] } == ["Mark", "Other"])
        #expect(extensions["data.0.manifest"] == ["name": "Mark", "version": "1", "manifest_version": 3])
        #expect(await client.get("/v1/certificates")["data.0.description"] == "Ours")
        #expect(await client.get("/v1/integrations")["data.integrations.0.id"] == .string(Self.id))
        let session = await client.session(
            #"{"browser":{"extensions":["\#(Self.id)"]},"#
                + #""integrations":[{"id":"\#(Self.id)","type":"1PASSWORD","configuration":{"load_mode":"all"}}]}"#)
        let state = client.store.snapshot
        let setup = state.browserSetup(for: try #require(state.sessions[session]), at: client.now)
        #expect(try setup.extensions[0].files().map(\.path) == ["manifest.json", "a/mark.js"])
        #expect(state.objectCount == 5)
        #expect(
            state.fileBytes
                == state.extensions.values.reduce(TestCertificates.authority.utf8.count) { $0 + $1.archive.count })
    }

    @Test("the bytes of files are counted while they are there")
    func bytes() async {
        let client = AnchorClient()
        let file = Array(TestCertificates.authority.utf8)
        _ = await client.upload("/v1/certificates", ["name": "a"], file)
        let made = await client.upload("/v1/extensions", ["name": "b"], TestArchive.extension())
        #expect(client.store.snapshot.fileBytes == file.count + TestArchive.extension().count)
        _ = await client.delete("/v1/certificates/a")
        _ = await client.delete("/v1/extensions/\(made["data.id"]?.string ?? "")")
        #expect(client.store.snapshot.fileBytes == 0)
        let small = AnchorClient { $0.fileByteLimit = file.count + 10 }
        #expect(await small.upload("/v1/certificates", ["name": "a"], file).status == 200)
        let refused = await small.upload("/v1/certificates", ["name": "b"], file)
        #expect(refused.status == 507)
        #expect(small.store.snapshot.objectCount == 1)
    }

    @Test(
        "a mistake is named with its place",
        arguments: [
            (#"{"extensions": [{"manifest": []}]}"#, "extensions.0.manifest", "must be a mapping, not an array"),
            (
                #"{"extensions": [{"manifest": {"name": "a"}}]}"#, "extensions.0.manifest",
                "manifest.json is wrong: version is required"
            ),
            (
                #"{"extensions": [{"manifest": {"name": "a", "version": "1"}, "files": [{"path": "../a", "text": ""}]}]}"#,
                "extensions.0.files",
                "The archive has a name that leads out of its folder, or into one that is too deep"
            ),
            (
                #"{"extensions": [{"manifest": {"name": "a", "version": "1"}, "files": [{"path": "manifest.json", "text": ""}]}]}"#,
                "extensions.0.files", "The archive has two entries of one name"
            ),
            (
                #"{"certificates": [{"name": "a b", "pem": \#(authority)}]}"#, "certificates.0.name",
                "must be 1 to 255 letters, digits, - and _"
            ), (#"{"certificates": [{"name": "a", "pem": ""}]}"#, "certificates.0.pem", "is empty"),
            (
                #"{"certificates": [{"name": "a", "pem": \#(authority)}, {"name": "a", "pem": \#(authority)}]}"#,
                "certificates.1.name", #"the certificate name "a" is given twice"#
            ),
            (
                #"{"integrations": [{"id": "\#(id)", "name": "a"}, {"id": "\#(id)", "name": "b"}]}"#,
                "integrations.1.id", #"the id "\#(id)" is given twice"#
            ),
        ])
    func complaints(text: String, path: String, problem: String) throws {
        let complaints = try Self.seed(text).complaints()
        #expect(complaints.map { $0.path.joined(separator: ".") } == [path])
        #expect(complaints.map(\.problem) == [problem])
    }
}
