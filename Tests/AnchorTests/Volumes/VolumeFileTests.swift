import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Files in volumes")
struct VolumeFileTests {
    private let client = AnchorClient()

    @Test("a file is uploaded, told about, replaced and deleted, with the folders above it")
    func life() async {
        let id = await client.volume()
        let info: JSONValue = [
            "path": "a/b/c.csv", "size": 5, "etag": "5d41402abc4b2a76b9719d911017c592", "content_type": "text/csv",
            "last_modified": "2026-01-01T00:00:00.000Z",
        ]
        #expect(await client.upload("hello", to: "/a/b/c.csv", of: id, type: "text/csv").json == ["data": info])
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=a/b/c.csv").json == ["data": info])
        client.advance(.seconds(1))
        let taken = await client.upload("other", to: "a/b/c.csv", of: id, overwrite: "false")
        #expect(taken.status == 409)
        #expect(taken.reason == "volume.pathTaken")
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=a/b/c.csv").json == ["data": info])
        let replaced = await client.upload("othello", to: "a/b/c.csv", of: id, overwrite: "true")
        #expect(replaced["data.size"] == 7)
        #expect(replaced["data.last_modified"] == "2026-01-01T00:00:01.000Z")
        #expect(client.store.snapshot.fileBytes == 7)
        let deleted = await client.delete("/v1/volumes/\(id)/files?path=a/b/c.csv")
        #expect(deleted.json == ["data": ["status": "success", "deleted_count": 1]])
        #expect(await client.paths(of: id) == [], "its folders were there for it alone")
        #expect(client.store.snapshot.fileBytes == 0)
        #expect(client.store.objectCount == 1)
        #expect(client.store.files.used == 0)
    }

    @Test("without a path a file has its own name, made safe; without a type it is anything")
    func names() async {
        let id = await client.volume()
        for name in ["../../etc/passwd", "C:\\\\temp\\\\b.txt", ".hidden"] {
            _ = await client.upload("x", to: nil, of: id, type: "text/\u{E9}", named: name)
        }
        #expect(await client.paths(of: id) == ["b.txt", "hidden", "passwd"])
        let info = await client.get("/v1/volumes/\(id)/files/stat?path=hidden")
        #expect(info["data.content_type"] == "application/octet-stream")
    }

    @Test(
        "where a folder is needed there is no file, and the reverse",
        arguments: [
            ("a/b", 409, "volume.pathConflict"), ("a/b/c/d", 409, "volume.pathConflict"),
            ("a", 409, "volume.pathConflict"), ("../x", 400, "volume.pathInvalid"), ("x/", 400, "volume.pathInvalid"),
            ("a//b", 400, "volume.pathInvalid"), ("a\\b", 400, "volume.pathInvalid"),
        ])
    func conflicts(path: String, status: Int, reason: String) async {
        let id = await client.volume()
        _ = await client.post("/v1/volumes/\(id)/directories", #"{"path":"a/b"}"#)
        _ = await client.upload("x", to: "a/b/c", of: id)
        let before = client.store.version
        let answer = await client.upload("y", to: path, of: id, overwrite: "true")
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.reason == reason)
        #expect(client.store.version == before)
        #expect(client.store.files.used == 1)
    }

    @Test(
        "an upload that is no upload is refused",
        arguments: [
            ("application/json", "{}"), (MultipartBody.contentType, ""),
            (MultipartBody.contentType, MultipartBody.file("x", part: "files")),
            (MultipartBody.contentType, MultipartBody.form(["overwrite": "yes"], file: "x")),
            (MultipartBody.contentType, String(MultipartBody.file("x").dropLast(6))),
        ])
    func badForms(type: String, body: String) async {
        let id = await client.volume()
        client.headers[.contentType] = type
        let answer = await client.post("/v1/volumes/\(id)/files", body)
        #expect(answer.status == 400)
        #expect(answer.reason == "body.invalid")
        #expect(client.store.files.used == 0)
    }

    @Test("ten megabytes are taken in one piece, and one byte more is not")
    func largest() async {
        let id = await client.volume()
        let most = String(repeating: "x", count: 10 << 20)
        #expect(await client.upload(most, to: "a", of: id).status == 200)
        let refused = await client.upload(most + "x", to: "b", of: id)
        #expect(refused.status == 413)
        #expect(refused.reason == "volume.fileTooLarge")
        #expect(refused["error.code"] == 413)
    }

    @Test("directories are made with those above them, stay when they are empty, and are made once")
    func directories() async {
        let id = await client.volume()
        let made = await client.post("/v1/volumes/\(id)/directories", #"{"path":"/a/b/"}"#)
        #expect(made.json == ["data": ["path": "a/b", "type": "directory"]])
        for path in ["a/b", "a"] {
            let again = await client.post("/v1/volumes/\(id)/directories", #"{"path":"\#(path)"}"#)
            #expect(again.status == 409)
            #expect(again.reason == "volume.pathTaken")
        }
        _ = await client.upload("x", to: "a/b/c", of: id)
        _ = await client.delete("/v1/volumes/\(id)/files?path=a/b/c")
        #expect(await client.paths(of: id) == ["a/", "a/b/"])
        let info = await client.get("/v1/volumes/\(id)/files/stat?path=a/b")
        #expect(info.status == 409)
        #expect(await client.delete("/v1/volumes/\(id)/files?path=a/b/")["data.deleted_count"] == 0)
        #expect(await client.paths(of: id) == [])
        #expect(client.store.objectCount == 1)
    }

    @Test(
        "files go by path or by prefix, and what is in folders only if that was meant",
        arguments: [
            ("path=a", 400, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("path=a&recursive=true", 200, 2, ["ab", "c"]), ("path=a/&recursive=true", 200, 2, ["ab", "c"]),
            ("prefix=a", 400, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("prefix=a&recursive=true", 200, 3, ["c"]), ("prefix=/a/&recursive=true", 200, 2, ["ab", "c"]),
            ("prefix=a/b&recursive=true", 200, 1, ["a/", "a/1", "ab", "c"]),
            ("prefix=x&recursive=true", 200, 0, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("path=c&prefix=a&recursive=true", 400, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("", 400, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("path=x", 404, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
            ("path=../c", 400, -1, ["a/", "a/1", "a/b/", "a/b/2", "ab", "c"]),
        ])
    func deletion(query: String, status: Int, count: Int64, rest: [String]) async {
        let (id, other) = (await client.volume(), await client.volume("other"))
        for path in ["a/1", "a/b/2", "ab", "c"] {
            for volume in [id, other] { _ = await client.upload("x", to: path, of: volume) }
        }
        let answer = await client.delete("/v1/volumes/\(id)/files?\(query)")
        #expect(answer.status == status, "\(answer.text)")
        if count >= 0 { #expect(answer["data.deleted_count"] == .integer(count)) }
        #expect(await client.paths(of: id) == rest)
        #expect(await client.paths(of: other).count == 6)
        #expect(client.store.snapshot.countObjects() == client.store.objectCount)
    }

    @Test("with its volume everything in it goes")
    func volumeGoes() async {
        let (id, other) = (await client.volume(), await client.volume("other"))
        for volume in [id, other] { _ = await client.upload("xyz", to: "a/b", of: volume) }
        _ = await client.delete("/v1/volumes/\(id)")
        #expect(client.store.snapshot.fileBytes == 3)
        #expect(await client.paths(of: other) == ["a/", "a/b"])
        #expect(client.store.snapshot.countObjects() == client.store.objectCount)
    }

    @Test("the files of a world have a limit, and what is deleted or replaced makes room")
    func worldLimit() async {
        let client = AnchorClient { $0.fileByteLimit = 10 }
        let id = await client.volume()
        #expect(await client.upload("123456", to: "a", of: id).status == 200)
        let full = await client.upload("12345", to: "b", of: id)
        #expect(full.status == 507)
        #expect(full.reason == "files.worldFull")
        #expect(await client.paths(of: id) == ["a"])
        #expect(await client.upload("1234567890", to: "a", of: id, overwrite: "true").status == 200)
        #expect(await client.upload("1", to: "a", of: id, overwrite: "true").status == 200)
        #expect(await client.upload("123456789", to: "b", of: id).status == 200)
        #expect(client.store.files.used == 10, "nothing that was refused or replaced is kept")
    }

    @Test("all files of the process have a limit, too")
    func processLimit() async throws {
        let budget = StoredBytesBudget(limit: 5)
        let state = AnchorState(ids: IDSequence(seed: 1, tag: WorldName.default.tag, stream: "anchor"))
        let store = AnchorStore(state, policies: AnchorPolicies(), files: budget)
        let client = AnchorClient(store: store)
        let id = await client.volume()
        #expect(await client.upload("12345", to: "a", of: id).status == 200)
        let full = await client.upload("1", to: "b", of: id)
        #expect(full.status == 507)
        #expect(full.reason == "files.noRoom")
        #expect(budget.used == 5)
    }

    @Test("files and folders count as objects of the world")
    func objects() async {
        let client = AnchorClient { $0.objectLimit = 3 }
        let id = await client.volume()
        #expect(await client.upload("x", to: "a/b/c", of: id).status == 507)
        #expect(client.store.objectCount == 1)
        #expect(await client.upload("x", to: "a/b", of: id).status == 200)
        #expect(await client.upload("x", to: "c", of: id).status == 507)
    }
}
