import Browsers
import FoundationEssentials
import HTTPTypes
import Kernel
import Testing

@testable import Anchor

@Suite("Downloads of sessions that mount a volume")
struct VolumeDownloadTests {
    private let client = AnchorClient()

    /// A file of the browser's, which goes with the test.
    private final class Downloaded {
        let folder: URL
        let download: BrowserDownload

        init(_ content: String, id: String = "1", named name: String) throws {
            folder = FileManager.default.temporaryDirectory.appending(
                path: "drydock-\(UInt64.random(in: .min ... .max))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(path: id)
            try Data(content.utf8).write(to: file)
            download = BrowserDownload(
                id: id, suggestedName: name, url: "", pageURL: "", size: content.utf8.count, path: file.path)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private func session(_ volume: String, readOnly: String = "false") async -> String {
        await client.session(#"{"browser":{"volume":{"id":"\#(volume)","read_only":\#(readOnly)}}}"#)
    }

    @Test("land in the volume once, under names of their own")
    func land() async throws {
        let id = await client.volume()
        let (one, two) = (await session(id), await session(id))
        let (first, second) = (
            try Downloaded("a", named: "report.csv"), try Downloaded("bc", id: "2", named: "report.csv")
        )
        let third = try Downloaded("def", id: "3", named: "../../.evil/x")
        for _ in 0..<2 {
            client.store.keepDownloads([first.download, second.download], of: one, at: client.now)
            client.store.keepDownloads([third.download], of: two, at: client.now)
        }
        let all = ["downloads/", "downloads/report (1).csv", "downloads/report.csv", "downloads/x"]
        #expect(await client.paths(of: id) == all)
        #expect(await client.sendSigned(.get, await client.downloadURL("downloads/report.csv", of: id)).text == "a")
        _ = await client.delete("/v1/volumes/\(id)/files?path=downloads/x")
        client.store.keepDownloads([third.download], of: two, at: client.now)
        #expect(await client.paths(of: id) == Array(all.dropLast()), "what was deleted stays away")
    }

    @Test("stay with the session if it only reads the volume, or has none")
    func stay() async throws {
        let id = await client.volume()
        let file = try Downloaded("a", named: "a")
        let version = client.store.version
        for session in [await session(id, readOnly: "true"), await client.session(), "unknown"] {
            client.store.keepDownloads([file.download], of: session, at: client.now)
        }
        #expect(client.store.version == version + 2, "the sessions, and nothing else")
        #expect(await client.paths(of: id) == [])
    }

    @Test("that there is no room for, or that are gone, are left out for good")
    func noRoom() async throws {
        let client = AnchorClient { $0.fileByteLimit = 3 }
        let id = await client.volume()
        let session = await client.session(#"{"browser":{"volume":{"id":"\#(id)"}}}"#)
        let large = try Downloaded("four", named: "large")
        var gone = large.download
        gone.id = "2"
        gone.path += "-gone"
        client.store.keepDownloads([large.download, gone], of: session, at: client.now)
        let version = client.store.version
        client.store.keepDownloads([large.download, gone], of: session, at: client.now)
        #expect(client.store.version == version)
        #expect(await client.paths(of: id) == [])
        #expect(client.store.files.used == 0)
    }
}
