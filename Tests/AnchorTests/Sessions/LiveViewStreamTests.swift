import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor
@testable import HostedPages

struct LiveViewStreamTests {
    private let client = AnchorClient()

    private static let operations: [(HTTPRequest.Method, String)] = [
        (.get, "/live-view/frames"), (.get, "/live-view/page"), (.post, "/live-view/input"),
    ]

    @Test("without a browser there is nothing to watch, and the answer says which flag it takes", arguments: operations)
    func withoutBrowser(method: HTTPRequest.Method, path: String) async {
        let id = await client.session()
        client.key = nil
        let answer = await client.send(method, "\(path)?sessionId=\(id)", #"{"events":[]}"#)
        #expect(answer.status == 501)
        #expect(answer.reason == "browser.notConfigured")
        #expect(answer.reply.reason?.detail.contains("--browser auto") == true)
    }

    @Test("a session that is not there, or has ended, shows nothing", arguments: operations)
    func gone(method: HTTPRequest.Method, path: String) async {
        let id = await client.session()
        _ = await client.delete("/v1/sessions/\(id)")
        let ended = await client.send(method, "\(path)?sessionId=\(id)", #"{"events":[]}"#)
        #expect(ended.status == 404)
        #expect(ended.reason == "session.ended")
        for query in ["?sessionId=nothing", ""] {
            let unknown = await client.send(method, path + query, #"{"events":[]}"#)
            #expect(unknown.status == 404)
            #expect(unknown.reason == "session.unknown")
        }
    }

    @Test("a live view that is read only takes nothing")
    func readOnly() async {
        let id = await client.session(#"{"session":{"live_view":{"read_only":true}}}"#)
        let answer = await client.post("/live-view/input?sessionId=\(id)", #"{"events":[]}"#)
        #expect(answer.status == 403)
        #expect(answer.reason == "liveView.readOnly")
    }

    @Test(
        "pages of other origins can do nothing to it",
        arguments: [
            ("http://127.0.0.1:4010", 501), ("https://127.0.0.1:4010", 501), ("http://127.0.0.1:4011", 403),
            ("http://evil.example", 403), ("null", 403), ("", 403),
        ])
    func origin(origin: String, status: Int) async {
        let id = await client.session()
        client.headers[.origin] = origin
        #expect(await client.post("/live-view/input?sessionId=\(id)", #"{"events":[]}"#).status == status)
    }

    // MARK: - What is done to it

    private func events(_ text: String) throws -> [LiveInput.Event] {
        let object = try #require(try JSONParser.parse(Array(#"{"events":[\#(text)]}"#.utf8)).object)
        return try LiveInput(Fields(object)).events
    }

    @Test("places are within the picture, numbers within what a browser takes")
    func mouse() throws {
        let events = try events(
            #"{"type":"mousePressed","x":1.5,"y":-3,"button":"left","buttons":99,"clicks":-1,"modifiers":1000}"#)
        #expect(
            events == [
                .mouse(
                    [
                        "type": "mousePressed", "modifiers": 15, "buttons": 7, "button": "left", "clickCount": 1,
                    ], x: 1, y: 0)
            ])
    }

    @Test("a wheel turns by so much at most")
    func wheel() throws {
        let events = try events(#"{"type":"mouseWheel","x":0.5,"y":0.5,"deltaY":1e300}"#)
        guard case .mouse(let event, let x, _) = events[0] else {
            Issue.record("\(events)")
            return
        }
        #expect(event["deltaY"] == .number(10_000) && event["deltaX"] == .number(0) && x == 0.5)
    }

    @Test("a key that writes nothing goes down without a text")
    func keys() throws {
        let events = try events(
            #"{"type":"keyDown","key":"a","code":"KeyA","number":65,"text":"a"},{"type":"keyDown","key":"F5"},{"type":"keyUp","key":"a","text":"a"}"#
        )
        let types = events.map { event -> String? in
            if case .key(let event) = event { event["type"]?.string } else { nil }
        }
        #expect(types == ["keyDown", "rawKeyDown", "keyUp"])
    }

    @Test(
        "what cannot be read is refused",
        arguments: [
            "{}", #"{"type":"mouseGone"}"#, #"{"type":"keyDown","key":5}"#, #"{"type":"mouseMoved","x":"left"}"#,
            #"{"type":"keyDown","text":"\#(String(repeating: "a", count: 65))"}"#,
            Array(repeating: #"{"type":"mouseMoved"}"#, count: 101).joined(separator: ","),
        ])
    func refused(text: String) {
        #expect(throws: FieldComplaint.self) { try events(text) }
    }
}
