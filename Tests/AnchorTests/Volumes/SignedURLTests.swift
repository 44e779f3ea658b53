import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Signed URLs of volumes")
struct SignedURLTests {
    private let client = AnchorClient()

    @Test("a file goes to a signed URL and comes from another, without a key")
    func roundTrip() async {
        let id = await client.volume()
        let answer = await client.post(
            "/v1/volumes/\(id)/files/upload-url", #"{"path":"a b/ü.csv","content_type":"text/csv","size":5}"#)
        #expect(answer["data.method"] == "PUT")
        #expect(answer["data.headers"] == ["Content-Type": "text/csv"])
        #expect(answer["data.expires_in"] == 900)
        let target = String(answer["data.signed_url"]?.string?.trimmingPrefix("http://127.0.0.1:4010") ?? "")
        let put = await client.sendSigned(.put, target, "hello", type: "text/csv")
        #expect(put.status == 200, "\(put.text)")
        #expect(put.reply.headers[.eTag] == "\"5d41402abc4b2a76b9719d911017c592\"")
        #expect(await client.paths(of: id) == ["a b/", "a b/ü.csv"])
        let download = await client.get("/v1/volumes/\(id)/files/download?path=a%20b/%C3%BC.csv")
        #expect(download["data.size"] == 5)
        #expect(download["data.content_type"] == "text/csv")
        let source = await client.downloadURL("a%20b/%C3%BC.csv", of: id)
        let got = await client.sendSigned(.get, source)
        #expect(got.status == 200)
        #expect(got.text == "hello")
        #expect(got.reply.headers[.contentType] == "text/csv")
        #expect(got.reply.headers[.contentDisposition] == "attachment; filename*=UTF-8''%C3%BC.csv")
        #expect(got.reply.headers[.xContentTypeOptions] == "nosniff")
        let redirect = await client.get("/v1/volumes/\(id)/files/download?path=a%20b/%C3%BC.csv&redirect=true")
        #expect(redirect.status == 302)
        #expect(redirect.reply.headers[.location]?.hasPrefix("http://127.0.0.1:4010/volumes/\(id)/downloads?") == true)
    }

    @Test("is good until it expires, as often as somebody wants, on the world's clock")
    func expiry() async {
        let id = await client.volume()
        let target = await client.uploadURL(#"{"path":"a","content_type":"text/plain"}"#, of: id)
        client.advance(.milliseconds(899_999))
        for content in ["one", "three"] { #expect(await client.sendSigned(.put, target, content).status == 200) }
        #expect(await client.get("/v1/volumes/\(id)/files/stat?path=a")["data.size"] == 5)
        client.advance(.milliseconds(1))
        let late = await client.sendSigned(.put, target, "x")
        #expect(late.status == 403)
        #expect(late.reason == "signedURL.expired")
        #expect(late["error.code"] == 403)
    }

    @Test(
        "with any part changed is none",
        arguments: ["path", "expires", "content_type", "size", "token", "volume", "purpose", "method"])
    func tampered(part: String) async throws {
        let (id, other) = (await client.volume(), await client.volume("other"))
        _ = await client.upload("hello", to: "a", of: other)
        let target = await client.uploadURL(#"{"path":"a","content_type":"text/plain","size":5}"#, of: id)
        var query = target.split(separator: "?", maxSplits: 1)[1].split(separator: "&").map(String.init)
        for (index, field) in query.enumerated() where field.hasPrefix("\(part)=") {
            let last = field.last
            query[index] = String(field.dropLast()) + (last == "1" ? "2" : "1")
        }
        let volume = part == "volume" ? other : id
        let purpose = part == "purpose" ? "downloads" : "uploads"
        let changed = "/volumes/\(volume)/\(purpose)?\(query.joined(separator: "&"))"
        let answer =
            switch part {
            case "purpose", "method":
                await client.sendSigned(.get, "/volumes/\(id)/downloads?\(query.joined(separator: "&"))")
            default: await client.sendSigned(.put, changed, "hello")
            }
        #expect(answer.status == 403, "\(changed) \(answer.text)")
        #expect(answer.reason == "signedURL.invalid")
        #expect(await client.paths(of: id) == [])
    }

    @Test(
        "without one of its fields, or with one that cannot be read, is none",
        arguments: ["path", "expires", "content_type", "size", "token"], ["", "x"])
    func incomplete(field: String, value: String) async {
        let id = await client.volume()
        let target = await client.uploadURL(#"{"path":"a","content_type":"text/plain","size":5}"#, of: id)
        let query = target.split(separator: "?", maxSplits: 1)[1].split(separator: "&").compactMap { pair -> String? in
            pair.hasPrefix("\(field)=") ? (value.isEmpty ? nil : "\(field)=\(value)") : String(pair)
        }
        let answer = await client.sendSigned(.put, "/volumes/\(id)/uploads?\(query.joined(separator: "&"))", "hello")
        #expect(answer.status == 403)
        #expect(answer.reason == "signedURL.invalid")
    }

    @Test(
        "takes exactly the headers and the size that were signed",
        arguments: [
            ("text/csv", "hello"), ("TEXT/PLAIN", "hello"), ("text/plain; charset=utf-8", "hello"), (nil, "hello"),
            ("text/plain", "hell"), ("text/plain", "hello!"), ("text/plain", ""),
        ] as [(String?, String)])
    func mismatch(type: String?, content: String) async {
        let id = await client.volume()
        let target = await client.uploadURL(#"{"path":"a","content_type":"text/plain","size":5}"#, of: id)
        let answer = await client.sendSigned(.put, target, content, type: type)
        #expect(answer.status == 403)
        #expect(answer.reason == "signedURL.mismatch")
        #expect(await client.paths(of: id) == [])
        #expect(await client.sendSigned(.put, target, "hello").status == 200)
    }

    @Test(
        "is not given for what could not be uploaded",
        arguments: [
            ("{}", 400), (#"{"path":"../a"}"#, 400), (#"{"path":"a","size":-1}"#, 400),
            (#"{"path":"a","size":67108865}"#, 400), (#"{"path":"a","content_type":"a\r\nb"}"#, 400),
            (#"{"path":"a","content_type":""}"#, 400), (#"{"path":"a","size":"5"}"#, 400),
            (#"{"path":"a","size":67108864}"#, 200), (#"{"path":"a"}"#, 200),
        ])
    func refused(body: String, status: Int) async {
        let id = await client.volume()
        #expect(await client.post("/v1/volumes/\(id)/files/upload-url", body).status == status)
        #expect(
            await client.post("/v1/volumes/\(AnchorClient.unknownID)/files/upload-url", #"{"path":"a"}"#).status == 404)
    }

    @Test("leads to nothing once its volume or its file is gone")
    func gone() async {
        let id = await client.volume()
        _ = await client.upload("x", to: "a", of: id)
        let (up, down) = (
            await client.uploadURL(#"{"path":"b","content_type":"text/plain"}"#, of: id),
            await client.downloadURL("a", of: id)
        )
        _ = await client.delete("/v1/volumes/\(id)/files?path=a")
        #expect(await client.sendSigned(.get, down).status == 404)
        _ = await client.delete("/v1/volumes/\(id)")
        #expect(await client.sendSigned(.get, down).status == 404)
        #expect(await client.sendSigned(.put, up, "x").status == 404)
        #expect(client.store.files.used == 0)
    }

    @Test("is the same in a world of the same seed, and leads back to its world")
    func deterministic() async throws {
        var urls: Set<String> = []
        for _ in 0..<2 {
            let client = AnchorClient()
            urls.insert(await client.uploadURL(#"{"path":"a"}"#, of: await client.volume()))
        }
        #expect(urls.count == 1)
        let token = try #require(urls.first?.split(separator: "=").last)
        #expect(WorldTag(issued: token) == WorldName.default.tag)
    }

    @Test("what is signed cannot be cut elsewhere: other parts with the same letters have another signature")
    func separate() {
        let ids = IDSequence(seed: 7, tag: WorldName.default.tag, stream: "anchor")
        let origin = Origin(scheme: "http", authority: "h")
        func token(_ path: String, _ type: String?, _ size: Int?) -> Substring? {
            SignedURL(
                purpose: .upload, volumeID: "v", path: path, expiresAt: Moment(milliseconds: 1), contentType: type,
                size: size
            ).text(from: origin, ids: ids).split(separator: "=").last
        }
        let tokens = [
            token("a", "b", 1), token("a", "b", nil), token("ab", nil, 1), token("a", "b1", nil),
            token("a1:b", nil, nil),
            token("a", "b4:size1", nil),
        ]
        #expect(Set(tokens).count == tokens.count)
    }
}
