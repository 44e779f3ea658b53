import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Files in snapshots, differences and data files", .timeLimit(.minutes(5)))
struct VolumeSnapshotTests {
    @Test("a difference says which file was made, changed and removed, by name and size and without its content")
    func difference() async throws {
        try await withDrydock { drydock in
            let volume = try await VolumeFlow(drydock)
            _ = try await volume.upload("old content", to: "changed")
            _ = try await volume.upload("gone content", to: "removed")
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"s"}"#)
            _ = try await volume.upload("new content!", to: "changed", overwrite: true)
            _ = try await volume.upload("made content", to: "made")
            _ = try await drydock.send("DELETE", "/v1/volumes/\(volume.id)/files?path=removed")
            let diff = try await drydock.get("/_drydock/snapshots/s/diff/now")
            #expect(
                diff["summary"] == """
                    1 Anchor volume entry was made; 1 Anchor volume entry was changed; 1 Anchor volume entry was removed
                    """)
            let made = diff["made"]?.object?["anchor.volumeEntries"]?[path: "0"]
            #expect(made?[path: "id"]?.string == "\(volume.id)/made")
            #expect(made?[path: "after.file.content"] == "12 bytes")
            let removed = diff["removed"]?.object?["anchor.volumeEntries"]?[path: "0"]
            #expect(removed?[path: "before.path"] == "removed")
            #expect(!diff.text.contains("content!") && !diff.text.contains("bmV3"))
        }
    }

    @Test("files are in an export, in what is restored and in what is taken back")
    func wayBack() async throws {
        try await withDrydock { drydock in
            let volume = try await VolumeFlow(drydock)
            _ = try await volume.upload("\u{0}one", to: "a/b")
            _ = try await drydock.post("/_drydock/snapshots", #"{"name":"s"}"#)
            let export = try await drydock.get("/_drydock/snapshots/s").text
            _ = try await volume.upload("two", to: "a/b", overwrite: true)
            _ = try await drydock.send("DELETE", "/v1/volumes/\(volume.id)")
            let requests = try await drydock.get("/_drydock/requests?operation=anchor.deleteVolume")
            let number = JSONWriter.text(try #require(requests["requests.0.number"]))
            #expect(try await drydock.post("/_drydock/rewind", #"{"before":\#(number)}"#).status == 200)
            #expect(try await volume.content(of: "a/b") == "two")
            #expect(try await drydock.post("/_drydock/snapshots/s/restore").status == 200)
            #expect(try await volume.content(of: "a/b") == "\u{0}one")
            _ = try await drydock.post("/_drydock/reset")
            _ = try await drydock.send("DELETE", "/_drydock/snapshots/s")
            let imported = try await drydock.send("PUT", "/_drydock/snapshots?name=again", body: export)
            #expect(imported.status == 201, "\(imported.text)")
            #expect(try await drydock.post("/_drydock/snapshots/again/restore").status == 200)
            #expect(try await volume.content(of: "a/b") == "\u{0}one")
        }
    }

    @Test("a restart keeps files, counts them, and forgets those that were deleted")
    func restart() async throws {
        let folder = try DataFolder()
        let content = String(repeating: "0123456789", count: 100_000)
        let (id, url) = try await withDrydock(folder.configuration()) { drydock in
            let volume = try await VolumeFlow(drydock, key: "sk@kept")
            _ = try await volume.upload(content, to: "a")
            _ = try await volume.upload("gone", to: "b")
            _ = try await drydock.send("DELETE", "/v1/volumes/\(volume.id)/files?path=b", key: "sk@kept")
            return (volume.id, try await volume.downloadURL("a"))
        }
        try await withDrydock(folder.configuration()) { drydock in
            // The signed URL is the first that leads there.
            let file = try await drydock.get(url, key: "")
            #expect(file.text == content)
            let paths = try await VolumeFlow(drydock, key: "sk@kept", id: id).paths()
            #expect(paths == ["a"])
            let bytes = try await drydock.fileBytes()
            #expect(bytes == content.utf8.count)
            let deleted = try await drydock.send("DELETE", "/_drydock/worlds/kept", key: "")
            #expect(deleted.status == 200)
        }
        try await withDrydock(folder.configuration()) { drydock in
            let listed = try await drydock.get("/v1/volumes", key: "sk@kept")
            #expect(listed["data.count"] == 0)
            let bytes = try await drydock.fileBytes()
            #expect(bytes == 0)
        }
    }
}
