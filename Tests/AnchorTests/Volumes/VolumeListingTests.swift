import Kernel
import Testing

@testable import Anchor

@Suite("Lists of what is in volumes")
struct VolumeListingTests {
    private let client = AnchorClient()

    private func filled() async -> String {
        let id = await client.volume()
        for path in ["b/2", "a.txt", "b/c/3", "b/c/1", "b.txt"] { _ = await client.upload("x", to: path, of: id) }
        return id
    }

    private func list(_ id: String, _ query: String) async -> (items: [String], cursor: String?, status: Int) {
        let answer = await client.get("/v1/volumes/\(id)/files?\(query)")
        let items = answer["data.items"]?.array ?? []
        return (
            items.map { "\($0[path: "type"]?.string?.prefix(1) ?? "?") \($0[path: "path"]?.string ?? "?")" },
            answer["data.next_cursor"]?.string, answer.status
        )
    }

    @Test(
        "a list has one level of a folder, or all of it",
        arguments: [
            ("", ["f a.txt", "d b", "f b.txt"]), ("path=/", ["f a.txt", "d b", "f b.txt"]),
            ("path=b", ["f b/2", "d b/c"]), ("path=/b/", ["f b/2", "d b/c"]),
            ("path=b&recursive=true", ["f b/2", "d b/c", "f b/c/1", "f b/c/3"]),
            ("recursive=true", ["f a.txt", "d b", "f b.txt", "f b/2", "d b/c", "f b/c/1", "f b/c/3"]),
            ("recursive=false&limit=1000", ["f a.txt", "d b", "f b.txt"]),
        ])
    func levels(query: String, items: [String]) async {
        let id = await filled()
        let list = await list(id, query)
        #expect(list.items == items)
        #expect(list.cursor == nil)
    }

    @Test("an item says what it is")
    func items() async {
        let id = await client.volume()
        _ = await client.upload("hello", to: "a/b", of: id)
        let answer = await client.get("/v1/volumes/\(id)/files?recursive=true")
        let time: JSONValue = "2026-01-01T00:00:00.000Z"
        let folder: JSONValue = [
            "path": "a", "type": "directory", "size": .null, "last_modified": time, "etag": .null,
        ]
        let file: JSONValue = [
            "path": "a/b", "type": "file", "size": 5, "last_modified": time,
            "etag": "5d41402abc4b2a76b9719d911017c592",
        ]
        #expect(answer.json == ["data": ["items": [folder, file], "next_cursor": .null]])
    }

    @Test("pages of any length make the whole, whatever is made and deleted meanwhile", arguments: 1...8)
    func pages(limit: Int) async {
        let id = await filled()
        let whole = await list(id, "recursive=true").items
        var (seen, cursor): ([String], String?) = ([], nil)
        repeat {
            let page = await list(id, "recursive=true&limit=\(limit)\(cursor.map { "&cursor=\($0)" } ?? "")")
            #expect(page.items.count <= limit)
            seen += page.items
            cursor = page.cursor
            // Behind where the list is by now.
            _ = await client.upload("x", to: "A\(seen.count)", of: id)
        } while cursor != nil
        #expect(seen == whole)
    }

    @Test(
        "paths are listed with folders marked, by any prefix",
        arguments: [
            ("", ["a.txt", "b.txt", "b/", "b/2", "b/c/", "b/c/1", "b/c/3"]),
            ("prefix=b", ["b.txt", "b/", "b/2", "b/c/", "b/c/1", "b/c/3"]),
            ("prefix=b/", ["b/", "b/2", "b/c/", "b/c/1", "b/c/3"]), ("prefix=/b/c/", ["b/c/", "b/c/1", "b/c/3"]),
            ("prefix=x", []), ("limit=2", ["a.txt", "b.txt"]),
        ])
    func paths(query: String, paths: [String]) async {
        let id = await filled()
        #expect(await client.paths(of: id, query) == paths)
    }

    @Test("pages of paths make the whole")
    func pathPages() async {
        let id = await filled()
        var (seen, cursor): ([JSONValue], String?) = ([], nil)
        repeat {
            let page = await client.get("/v1/volumes/\(id)/paths?limit=3\(cursor.map { "&cursor=\($0)" } ?? "")")
            seen += page["data.items"]?.array ?? []
            cursor = page["data.next_cursor"]?.string
        } while cursor != nil
        #expect(seen.compactMap(\.string) == (await client.paths(of: id)))
    }

    @Test(
        "a list that cannot be is refused",
        arguments: [
            ("limit=0", 400), ("limit=1001", 400), ("limit=x", 400), ("limit=99999999999999999999", 400),
            ("cursor=~", 400), ("cursor=YQ%3D%3D", 400), ("recursive=1", 400), ("path=..", 400), ("path=x", 404),
            ("path=a.txt", 409),
        ])
    func refused(query: String, status: Int) async {
        let id = await filled()
        #expect(await list(id, query).status == status)
    }

    @Test("lists of unknown volumes are not there", arguments: ["files", "paths", "files/stat?path=a"])
    func unknown(path: String) async {
        let answer = await client.get("/v1/volumes/\(AnchorClient.unknownID)/\(path)")
        #expect(answer.status == 404)
        #expect(answer.reason == "volume.unknown")
    }
}
