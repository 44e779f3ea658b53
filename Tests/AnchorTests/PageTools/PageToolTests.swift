import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anchor

@Suite("Page tools where no browser shows the page")
struct PageToolTests {
    private static let shop: JSONValue = ["url": "https://shop.example.com/"]

    @Test("answer with something of Drydock's that says so, and a reason")
    func canned() async throws {
        let client = AnchorClient()
        for (name, type, beginning) in [
            ("fetch-webpage", "text/plain; charset=utf-8", "<!doctype html>"),
            ("fetch/webpage", "text/html; charset=utf-8", "<!doctype html>"),
            ("screenshot", "image/png", "\u{89}PNG"), ("page-pdf", "application/pdf", "%PDF-1.4"),
        ] {
            let answer = await client.tool(name, Self.shop)
            #expect(answer.status == 200, "\(name): \(answer.text)")
            #expect(answer.reply.headers[.contentType] == type)
            #expect(answer.reason == "tool.pageCanned")
            #expect(
                answer.reply.body.readableBytesView.prefix(4).elementsEqual(
                    beginning.unicodeScalars.prefix(4).map { UInt8($0.value) }))
        }
        let markdown = await client.tool("fetch-webpage", ["url": "https://shop.example.com/", "format": "markdown"])
        #expect(
            markdown.text == """
                # A canned page

                No site was visited: nothing is scripted for https://shop.example.com/.

                """)
    }

    @Test("find what is scripted for the address, the first that fits")
    func scripted() async throws {
        let client = try AnchorClient.seeded([
            "pages": [
                ["url": "https://shop.example.com", "body": "<h1>Shop</h1>"],
                ["url": ["matches": "^https://shop\\.example\\.com/orders/\\d+$"], "body": "<p>Order</p>"],
                ["url": ["contains": "orders"], "body": "all orders", "contentType": "text/plain"],
                ["url": "https://shop.example.com/bill.pdf", "base64": "JVBERg==", "contentType": "application/pdf"],
                ["url": "https://shop.example.com/api", "body": "{}", "contentType": "application/json"],
                ["url": "https://shop.example.com/raw", "base64": "AAEC"],
                ["url": "https://shop.example.com/blocked", "body": "no", "status": 403],
            ]
        ])
        for (path, text) in [
            ("/", "<h1>Shop</h1>"), ("", "<h1>Shop</h1>"), ("/#top", "<h1>Shop</h1>"), ("/orders/17", "<p>Order</p>"),
            ("/orders/x", "all orders"), ("/blocked", "no"),
        ] {
            let answer = await client.tool("fetch-webpage", ["url": .string("https://shop.example.com\(path)")])
            #expect(answer.status == 200 && answer.text == text, "\(path)")
            #expect(answer.reason == nil)
        }
        for (path, type, disposition) in [
            ("/", "text/html; charset=utf-8", nil), ("/orders/x", "text/plain", nil), ("/api", "application/json", nil),
            ("/bill.pdf", "application/pdf", "attachment; filename*=UTF-8''bill.pdf"),
            ("/raw", "application/octet-stream", "attachment; filename*=UTF-8''raw"),
        ] {
            let answer = await client.tool("fetch/webpage", ["url": .string("https://shop.example.com\(path)")])
            #expect(answer.status == 200)
            #expect(answer.reply.headers[.contentType] == type)
            #expect(answer.reply.headers[.contentDisposition] == disposition)
        }
        let blocked = await client.tool("fetch/webpage", ["url": "https://shop.example.com/blocked"])
        #expect(blocked.status == 422 && blocked.reason == "tool.targetRefused")
        #expect(blocked.text == #"{"error":"The target answered 403"}"#)
        let document = await client.tool("page-pdf", ["url": "https://shop.example.com/orders/x"])
        #expect(document.text.contains("all orders"))
        #expect(client.store.snapshot.countObjects() == client.store.objectCount)
        let read: AnchorState = try RowCoding.value(RowCoding.bytes(client.store.snapshot))
        #expect(read.scriptedPage(at: "https://shop.example.com/raw")?.content.bytes == [0, 1, 2])
    }

    @Test("do not find hosts that cannot be there, and others only where the world says so")
    func unresolved() async {
        let client = AnchorClient { $0.pageTools.unscripted = .unresolved }
        for (client, url) in [
            (AnchorClient(), "https://shop.invalid/"), (AnchorClient(), "https://INVALID/"),
            (client, "https://shop.example.com/"),
        ] {
            let answer = await client.tool("fetch/webpage", ["url": .string(url)])
            #expect(answer.status == 422 && answer.reason == "tool.hostUnresolved", "\(url)")
            #expect(answer.text == #"{"error":"Could not resolve host"}"#)
            for name in ["fetch-webpage", "screenshot"] {
                let answer = await client.tool(name, ["url": .string(url)])
                #expect(answer.status == 500 && answer.message == "Could not resolve host")
            }
            let document = await client.tool("page-pdf", ["url": .string(url)])
            #expect(document.status == 500 && document.text == #"{"error":"Could not resolve host"}"#)
        }
    }

    @Test("wait on the world's clock for what takes long, and then take what there is, or nothing")
    func slow() async throws {
        let client = try AnchorClient.seeded([
            "pages": [
                ["url": "https://a.example/slow", "body": "0123456789", "delay": "20s"],
                ["url": "https://a.example/slower", "body": "0123456789", "delay": "121s"],
            ]
        ])
        client.letWait(.seconds(20))
        #expect(await client.tool("fetch-webpage", ["url": "https://a.example/slow"]).text == "0123456789")
        let late = await client.tool("fetch-webpage", ["url": "https://a.example/slow", "wait": 1])
        #expect(late.status == 500 && late.reason == "tool.timedOut")
        let partial: JSONValue = ["url": "https://a.example/slower", "return_partial_on_timeout": true]
        #expect(await client.tool("fetch-webpage", partial).text == "01234")
        client.letWait(.minutes(2))
        #expect(await client.tool("fetch/webpage", ["url": "https://a.example/slower"]).text == "01234")
        let whole = await client.tool(
            "fetch/webpage",
            ["url": "https://a.example/slower", "options": ["return_partial_on_timeout": false]])
        #expect(whole.status == 504 && whole.text == #"{"error":"The page did not load in time"}"#)
        #expect(await client.tool("fetch/webpage", ["url": "https://a.example/slow"]).text == "0123456789")
    }

    @Test("stop waiting when the world is swapped")
    func abandoned() async throws {
        let client = try AnchorClient.seeded([
            "pages": [["url": "https://a.example/slow", "body": "x", "delay": "5s"]]
        ])
        client.store.signals.retire()
        let answer = await client.tool("fetch-webpage", ["url": "https://a.example/slow"])
        #expect(answer.status == 503 && answer.reason == "tool.waitAbandoned")
    }

    @Test(
        "refuse what is not right, and say why",
        arguments: [
            ("fetch-webpage", "{}", "url is required without a sessionId"),
            (
                "fetch-webpage", #"{"url":"file:///etc/passwd"}"#,
                "url must be an http or https URL, a data: URL or about:blank"
            ),
            (
                "fetch-webpage", #"{"url":"https://a.example","format":"pdf"}"#,
                "format must be one of html, markdown, not \"pdf\""
            ),
            ("fetch-webpage", #"{"url":"https://a.example","wait":20001}"#, "wait must be from 0 to 20000, not 20001"),
            (
                "fetch-webpage", #"{"url":"https://a.example","page_index":-1}"#,
                "page_index must be from 0 to 1000000, not -1"
            ),
            ("fetch-webpage", #"{"url":"https://a.example","new_page":1}"#, "new_page must be a boolean, not a number"),
            ("screenshot", "{}", "url is required without a sessionId"),
            ("screenshot", #"{"url":"https://a.example","width":0}"#, "width must be from 1 to 4096, not 0"),
            ("screenshot", #"{"url":"https://a.example","height":2305}"#, "height must be from 1 to 2304, not 2305"),
            (
                "screenshot", #"{"url":"https://a.example","image_quality":101}"#,
                "image_quality must be from 1 to 100, not 101"
            ),
            (
                "screenshot", #"{"url":"https://a.example","s3_target_address":"s3"}"#,
                "s3_target_address must be an http or https URL"
            ),
            ("page-pdf", "{}", "url is required without a sessionId"),
            ("page-pdf", #"{"url":"https://a.example","scale":2.5}"#, "scale must be from 0.1 to 2, not 2.5"),
            ("page-pdf", #"{"url":"https://a.example","marginTop":-1}"#, "marginTop must be from 0 to 200, not -1"),
            (
                "page-pdf", #"{"url":"https://a.example","paperWidth":1e9}"#,
                "paperWidth must be from 0.1 to 200, not 1000000000"
            ),
            (
                "page-pdf", #"{"url":"https://a.example","pageRanges":"1-"}"#,
                "pageRanges must be ranges of pages such as 1-3, 5"
            ),
            (
                "page-pdf", #"{"url":"https://a.example","pageRanges":"1, -2"}"#,
                "pageRanges must be ranges of pages such as 1-3, 5"
            ),
            ("fetch/webpage", "{}", "url is required"),
            ("fetch/webpage", #"{"url":"a.example"}"#, "url must be an http or https URL"),
            ("fetch/webpage", #"{"url":"https://a.example","options":3}"#, "options must be an object, not a number"),
            ("execute-code?sessionId=x", "{}", "code is required"),
            ("extract-params", "{}", "description is required"),
            ("extract-params", #"{"description":"too short"}"#, "description must not be shorter than 10 characters"),
            ("extract-params", #"{"description":"long enough","applicationUrl":1}"#, "applicationUrl must be a string"),
            ("execute-code", #"{"code":"1"}"#, "sessionId is required"),
        ])
    func refused(name: String, body: String, message: String) async {
        let answer = await AnchorClient().post("/v1/tools/\(name)", body)
        #expect(answer.status == 400)
        #expect((answer.message ?? answer["error"]?.string)?.hasPrefix(message) == true, "\(answer.text)")
        if name == "page-pdf" { #expect(answer["details.0"]?.string != nil) }
    }

    @Test("go with a session where it is, and send it where they are told to")
    func session() async throws {
        let client = try AnchorClient.seeded([
            "pages": [
                ["url": "https://a.example/one", "body": "<p>One"], ["url": "https://a.example/two", "body": "<p>Two"],
            ]
        ])
        let id = await client.session(#"{"session":{"initial_url":"https://a.example/one"}}"#)
        #expect(await client.tool("fetch-webpage", [:], in: id).text == "<p>One")
        let two: JSONValue = ["url": "https://a.example/two", "new_page": true, "page_index": 0, "format": "markdown"]
        #expect(await client.tool("fetch-webpage", two, in: id.uppercased()).text == "Two\n")
        #expect(await client.get("/v1/sessions/\(id)/pages")["data.items.0.url"] == "https://a.example/two")
        #expect(await client.tool("page-pdf", [:], in: id).text.contains("(Two) Tj"))
        let picture = await client.tool(
            "screenshot", ["width": 320, "height": 200, "capture_full_height": true], in: id)
        #expect(Array(picture.reply.body.readableBytesView[16..<24]) == [0, 0, 1, 64, 0, 0, 0, 200])
        let other = await client.tool("fetch-webpage", ["page_index": 1], in: id)
        #expect(other.status == 400 && other.reason == "tool.pageIndexUnknown")
        let blank = await client.session()
        #expect(await client.tool("fetch-webpage", [:], in: blank).text == "<html><head></head><body></body></html>")
    }

    @Test("refuse sessions that are not there or have ended: 400, and 404 where the vendor has it")
    func noSession() async {
        let client = AnchorClient()
        let ended = await client.session()
        _ = await client.delete("/v1/sessions/\(ended)")
        for (id, reason) in [(ended, "session.ended"), (AnchorClient.unknownID, "session.unknown")] {
            for name in ["fetch-webpage", "screenshot", "execute-code"] {
                let answer = await client.tool(name, ["code": "1"], in: id)
                #expect(answer.status == 400 && answer.reason == reason)
                #expect(answer.text == #"{"error":{"code":400,"message":"Session not found"}}"#)
            }
            let answer = await client.tool("page-pdf", Self.shop, in: id)
            #expect(answer.status == 404 && answer.reason == reason)
            #expect(answer.text == #"{"error":"Session not found"}"#)
        }
    }

    @Test("are activity of the session")
    func activity() async {
        let client = AnchorClient()
        let id = await client.session(#"{"session":{"timeout":{"idle_timeout":5}}}"#)
        for name in ["fetch-webpage", "screenshot", "page-pdf", "execute-code"] {
            client.advance(.minutes(4))
            #expect(await client.tool(name, ["code": "1"], in: id).status == 200)
        }
        #expect(await client.status(of: id) == "running")
    }

    @Test("need a key; the Web Unlocker needs credits and a rate, too")
    func allowance() async {
        let client = AnchorClient()
        client.key = "sk-nocredits"
        let credits = await client.tool("fetch/webpage", Self.shop)
        #expect(credits.status == 402 && credits.text == #"{"error":"No credits left"}"#)
        client.key = "sk-ratelimited"
        let rate = await client.tool("fetch/webpage", Self.shop)
        #expect(rate.status == 429 && rate.reason == "tool.rateExceeded" && rate.message == "Too many requests")
        #expect(rate.reply.headers[.retryAfter] == "58")
        #expect(rate.reply.headers[.rateLimit] == #""2000-in-1min"; r=0; t=58"#)
        client.key = nil
        for name in ["fetch/webpage", "page-pdf"] {
            #expect(await client.tool(name, Self.shop).text == #"{"error":"Invalid API Key"}"#)
        }
        #expect(await client.tool("screenshot", Self.shop).message == "Invalid API Key")
    }

    @Test("take everything where a world takes ids and bodies as they come")
    func lenient() async {
        let client = AnchorClient.adopting()
        for name in ["fetch-webpage", "screenshot", "page-pdf", "fetch/webpage"] {
            #expect(await client.tool(name, ["url": 3, "wait": "x", "scale": 99]).status == 200, "\(name)")
        }
        for name in ["fetch-webpage", "screenshot", "page-pdf", "execute-code"] {
            #expect(await client.tool(name, [:], in: "any").status == 200, "\(name)")
        }
    }

    @Test("run no code, and say so")
    func code() async {
        let client = AnchorClient()
        let answer = await client.tool("execute-code", ["code": "return 1"], in: await client.session())
        #expect(answer.memberNames == ["success", "message", "output", "executionResultId"])
        #expect(answer["success"] == true && answer["output"] == "null")
    }

    @Test("answer with what is scripted for the code, when its time has come")
    func scriptedCode() async throws {
        let client = try AnchorClient.seeded([
            "taskResults": [
                [
                    "on": "anchor.executeCode", "prompt": ["contains": "title"], "result": ["title": "Shop"],
                    "duration": "4s",
                ],
                ["on": "anchor.executeCode", "prompt": ["contains": "throw"], "error": ["message": "Error: no"]],
            ]
        ])
        let id = await client.session()
        client.letWait(.seconds(4))
        let answer = await client.tool("execute-code", ["code": "return { title: await page.title() }"], in: id)
        #expect(answer["success"] == true && answer["output"] == #"{"title":"Shop"}"#, "\(answer.text)")
        let failed = await client.tool("execute-code", ["code": "throw new Error('no')"], in: id)
        #expect(failed.status == 200 && failed.reason == "tool.codeFailed")
        #expect(failed.memberNames == ["success", "message", "error", "executionResultId"])
        #expect(failed["success"] == false && failed["error"] == "Error: no")
        #expect(await client.tool("execute-code", ["code": "1"], in: id)["output"] == "null")
    }

    @Test("find no parameters in a text, and say so")
    func parameters() async {
        let answer = await AnchorClient().tool("extract-params", ["description": "Read the newest bill"])
        #expect(answer.memberNames == ["name", "description", "inputParams", "outputParams"], "\(answer.text)")
        #expect(answer["name"] == "Drydock reads no text" && answer["description"] == "Read the newest bill")
        #expect(answer["inputParams"] == [] && answer["outputParams"] == [])
    }

    @Test("find the parameters that are scripted for the text by the operation's name, when their time has come")
    func scriptedParameters() async throws {
        let month: JSONValue = ["name": "month", "type": "string", "required": false, "options": ["May"]]
        let client = try AnchorClient.seeded([
            "taskResults": [
                ["result": "is for runs, and stays for them", "times": 1],
                [
                    "on": "anchor.extractToolParameters", "prompt": ["contains": "bill"],
                    "inputs": ["applicationUrl": "https://shop.example.com"], "duration": "3s",
                    "result": ["name": "Newest bill", "inputParams": [month]],
                ],
                ["on": "anchor.extract*", "prompt": "Fails anyway", "error": ["message": "Too vague"]],
                ["on": "anchor.extract*", "prompt": "Is no object", "result": "text"],
                ["on": "anchor.extract*", "prompt": "Has no type", "result": ["outputParams": [["name": "x"]]]],
            ]
        ])
        client.letWait(.seconds(3))
        let answer = await client.tool(
            "extract-params",
            ["description": "Read the newest bill", "applicationUrl": "https://shop.example.com"])
        #expect(answer["name"] == "Newest bill" && answer["description"] == "Read the newest bill", "\(answer.text)")
        #expect(answer["inputParams"] == [month] && answer["outputParams"] == [])
        for (text, message) in [
            ("Fails anyway", "Too vague"), ("Is no object", "Extraction failed"), ("Has no type", "Extraction failed"),
        ] {
            let failed = await client.tool("extract-params", ["description": .string(text)])
            #expect(failed.status == 500 && failed.reason == "tool.extractionFailed", "\(text)")
            #expect(failed.text == #"{"error":"\#(message)"}"#)
        }
        #expect(
            client.store.taskResults.first { $0.id == "result-1" }.map(JSONWriter.text)?.contains(#""used":0"#) == true)
    }

    @Test(
        "pages that a world cannot begin with are complained about",
        arguments: [
            (["url": "https://a.example"], "pages.0.url"),
            (["url": "https://a.example", "body": "", "base64": ""], "pages.0.base64"),
            (["url": "https://a.example", "base64": "?"], "pages.0.base64"),
            (["url": "https://a.example", "body": "", "contentType": "\n"], "pages.0.contentType"),
        ] as [(JSONValue, String)])
    func complaints(page: JSONValue, path: String) throws {
        let seed = try AnchorSeed(json: ["pages": [page]])
        #expect(seed.complaints().map { $0.path.joined(separator: ".") } == [path])
    }
}
