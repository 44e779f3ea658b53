import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anchor

@Suite("REST calls on a session's page")
struct PageCallTests {
    private let client = AnchorClient()

    @Test("do what they say, one after the other")
    func sequence() async {
        let path = "/v1/sessions/\(await client.session())"
        for (call, body) in [
            ("goto", #"{"url":"https://Shop.Example.com/ü"}"#), ("mouse/click", #"{"x":10.5,"y":20}"#),
            ("mouse/click", ##"{"selector":"#name","timeout":100,"index":1,"button":"right"}"##),
            ("keyboard/type", #"{"text":"Ada","delay":5}"#),
            ("keyboard/shortcut", #"{"keys":["Ctrl","A"],"holdTime":10}"#),
            ("keyboard/shortcut", #"{"keys":["Control","c"]}"#), ("paste", #"{"text":"Ada L."}"#),
            ("mouse/doubleClick", #"{"x":1,"y":2,"button":"middle"}"#), ("mouse/move", #"{"x":1,"y":2}"#),
            ("drag-and-drop", #"{"startX":1,"startY":2,"endX":3,"endY":4}"#),
            ("scroll", #"{"x":1,"y":2,"deltaX":1,"deltaY":-3,"steps":2,"useOs":true}"#),
            ("mouse/down", #"{"x":7,"y":8}"#), ("mouse/up", #"{"x":9,"y":8}"#),
        ] {
            let answer = await client.post("\(path)/\(call)", body)
            #expect(answer.status == 200, "\(call): \(answer.text)")
            #expect(answer.text == #"{"status":"success"}"#)
        }
        #expect(await client.get("\(path)/pages")["data.items.0.url"] == "https://Shop.Example.com/%C3%BC")
        #expect(await client.get("\(path)/clipboard").text == #"{"data":{"text":"Ada L."}}"#)
        #expect(await client.post("\(path)/copy").text == #"{"text":"Ada L."}"#)
        #expect(await client.post("\(path)/clipboard", #"{"text":""}"#).text == #"{"status":"success"}"#)
        #expect(await client.get("\(path)/clipboard").text == #"{"data":{"text":""}}"#)
        let picture = await client.get("\(path)/screenshot")
        #expect(picture.status == 200)
        #expect(picture.reply.headers[.contentType] == "image/png")
        #expect(picture.reply.body.readableBytes > 500)
    }

    /// Every call with a good body.
    static let calls: [(String, String, String)] = [
        ("POST", "mouse/click", #"{"x":1,"y":2}"#), ("POST", "mouse/doubleClick", #"{"x":1,"y":2}"#),
        ("POST", "mouse/down", #"{"x":1,"y":2}"#), ("POST", "mouse/up", #"{"x":1,"y":2}"#),
        ("POST", "mouse/move", #"{"x":1,"y":2}"#),
        ("POST", "drag-and-drop", #"{"startX":1,"startY":2,"endX":3,"endY":4}"#),
        ("POST", "scroll", #"{"x":1,"y":2,"deltaY":3}"#), ("POST", "keyboard/type", #"{"text":"a"}"#),
        ("POST", "keyboard/shortcut", #"{"keys":["a"]}"#), ("GET", "clipboard", ""),
        ("POST", "clipboard", #"{"text":"a"}"#), ("POST", "copy", ""), ("POST", "paste", #"{"text":"a"}"#),
        ("POST", "goto", #"{"url":"https://a.example/"}"#), ("GET", "screenshot", ""),
        ("POST", "uploads", MultipartBody.file("a")),
    ]

    @Test("are activity", arguments: calls)
    func activity(method: String, path: String, body: String) async throws {
        let id = await client.session(#"{"session":{"timeout":{"idle_timeout":5}}}"#)
        client.headers[.contentType] = MultipartBody.contentType
        for _ in 0..<2 {
            client.advance(.minutes(4))
            let method = try #require(HTTPRequest.Method(method))
            #expect(await client.send(method, "/v1/sessions/\(id)/\(path)", body).status == 200)
        }
        #expect(await client.status(of: id) == "running")
    }

    @Test("answer 404 for an unknown or ended session, in the published body", arguments: calls)
    func notThere(method: String, path: String, body: String) async throws {
        client.headers[.contentType] = MultipartBody.contentType
        let method = try #require(HTTPRequest.Method(method))
        let ended = await client.session()
        _ = await client.delete("/v1/sessions/\(ended)")
        for (id, reason) in [(ended, "session.ended"), (AnchorClient.unknownID, "session.unknown")] {
            let answer = await client.send(method, "/v1/sessions/\(id)/\(path)", body)
            #expect(answer.status == 404)
            #expect(answer.reason == reason)
            let text =
                switch path {
                case "screenshot": #"{"error":"Session not found"}"#
                case "goto", "uploads": #"{"error":{"error":{"code":404,"message":"Session not found"}}}"#
                default: #"{"error":{"code":404,"message":"Session not found"}}"#
                }
            #expect(answer.text == text)
        }
    }

    @Test(
        "refuse bodies that are not right, and say why",
        arguments: [
            ("mouse/click", "{}", "x is required, with y, or a selector"),
            ("mouse/click", #"{"x":1}"#, "y is required"), ("mouse/click", #"{"y":1}"#, "x is required"),
            ("mouse/click", #"{"x":1,"y":1,"selector":"a"}"#, "selector must not come together with x and y"),
            ("mouse/click", #"{"y":1,"selector":"a"}"#, "selector must not come together with x and y"),
            ("mouse/click", #"{"selector":""}"#, "selector must not be empty"),
            ("mouse/click", #"{"selector":"a","index":-1}"#, "index must be 0 or more, not -1"),
            (
                "mouse/click", #"{"selector":"a","timeout":60001}"#,
                "timeout must be from 0 to 60000 milliseconds, not 60001"
            ),
            (
                "mouse/click", #"{"x":1,"y":1,"button":"back"}"#,
                "button must be one of left, middle, right, not \"back\""
            ),
            ("mouse/move", #"{"x":1.5,"y":1}"#, "x must be an integer, not a number"),
            ("mouse/move", #"{"x":1}"#, "y is required"), ("mouse/down", "{}", "x is required"),
            ("drag-and-drop", #"{"startX":1,"startY":1,"endX":1}"#, "endY is required"),
            ("scroll", #"{"x":1,"y":1}"#, "deltaY is required"),
            ("scroll", #"{"x":1,"y":1,"deltaY":1,"steps":0}"#, "steps must be from 1 to 100, not 0"),
            ("scroll", #"{"x":1,"y":1,"deltaY":1,"useOs":1}"#, "useOs must be a boolean, not a number"),
            ("keyboard/type", "{}", "text is required"),
            ("keyboard/type", #"{"text":"a","delay":-1}"#, "delay must be from 0 to 10000 milliseconds, not -1"),
            (
                "keyboard/type", #"{"text":"0123456789","delay":9000}"#,
                "delay must not make the typing longer than 60 s in all"
            ),
            ("keyboard/shortcut", "{}", "keys is required"),
            ("keyboard/shortcut", #"{"keys":[]}"#, "keys must have from 1 to 20 elements, not 0"),
            (
                "keyboard/shortcut", #"{"keys":["Ctrl","Hyper"]}"#,
                "keys.1 must be a key such as a, Enter or Ctrl, not \"Hyper\""
            ),
            ("clipboard", #"{"text":1}"#, "text must be a string, not a number"), ("paste", "{}", "text is required"),
            ("goto", "{}", "url is required"),
            ("uploads", "{}", "The body must be multipart/form-data with a boundary"),
        ])
    func refusals(path: String, body: String, message: String) async {
        let answer = await client.post("/v1/sessions/\(await client.session())/\(path)", body)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(answer.reason == "body.invalid")
    }

    @Test(
        "open web pages only",
        arguments: [
            ("http://a.example", 200), ("https://a.example/x?y#z", 200), ("about:blank", 200),
            ("data:text/html,x", 200),
            ("file:///etc/hostname", 400), ("chrome://version", 400), ("about:version", 400), ("shop.example.com", 400),
            ("javascript:alert(1)", 400), ("", 400), ("view-source:http://a.example", 400), ("ftp://a.example", 400),
        ])
    func addresses(url: String, status: Int) async {
        let answer = await client.post("/v1/sessions/\(await client.session())/goto", #"{"url":"\#(url)"}"#)
        #expect(answer.status == status)
        #expect(answer.reason == (status == 200 ? nil : "page.addressRefused"))
    }

    @Test("change nothing when they are refused for want of room")
    func full() async {
        let id = await client.session()
        let long = String(repeating: "x", count: SessionPage.largest)
        let before = client.store.snapshot.sessions[id]
        let answer = await client.post("/v1/sessions/\(id)/keyboard/type", #"{"text":"\#(long)y"}"#)
        #expect(answer.status == 400)
        #expect(answer.reason == "page.full")
        #expect(client.store.snapshot.sessions[id] == before)
    }

    @Test(
        "uploads are noted under a safe name",
        arguments: [
            ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), (#"C:\\x\\b c.pdf"#, "b c.pdf"), ("...", "upload"),
            (".ssh", "ssh"), ("", "upload"), ("ü€.png", "ü€.png"), ("a\u{7}b", "a_b"), ("..", "upload"), ("x/", "x"),
            (String(repeating: "ä", count: 300), String(repeating: "ä", count: 100)),
        ])
    func uploads(name: String, safe: String) async {
        let id = await client.session()
        client.headers[.contentType] = MultipartBody.contentType
        let answer = await client.post("/v1/sessions/\(id)/uploads", MultipartBody.file("12345", named: name))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer["data.status"] == "success")
        #expect(answer["data.message"]?.string?.hasPrefix(safe) == true)
        #expect(client.store.snapshot.sessions[id]?.page?.uploads == [SessionPage.Upload(name: safe, size: 5)])
        let other = await client.post("/v1/sessions/\(id)/uploads", MultipartBody.file("1", part: "files"))
        #expect(other.message == "file is required")
    }

    @Test("a download that is not there is not found, under either path", arguments: ["", "/v1"])
    func downloads(prefix: String) async {
        let id = await client.session()
        let answer = await client.get("\(prefix)/sessions/\(id)/downloads/x/fetch")
        #expect(answer.status == 404)
        #expect(answer.reason == "download.unknown")
        client.key = nil
        #expect(await client.get("\(prefix)/sessions/\(id)/downloads/x/fetch").status == 401)
    }
}
