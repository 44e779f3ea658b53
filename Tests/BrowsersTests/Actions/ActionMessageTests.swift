import FoundationEssentials
import Kernel
import Synchronization
import Testing

@testable import Browsers

@Suite("What a browser is told to do on a page")
struct ActionMessageTests {
    private static let here = PagePoint(x: 10, y: 20)

    @Test("a click is a move, a press and a release; a double click counts")
    func clicks() async throws {
        let peer = ScriptedBrowser()
        try await peer.browser.click(.right, at: Self.here)
        try await peer.browser.doubleClick(.left, at: PagePoint(x: 1.5, y: 0))
        #expect(
            peer.lines("type", "x", "y", "button", "buttons", "clickCount") == [
                "dispatchMouseEvent mouseMoved 10 20 none 0", "dispatchMouseEvent mousePressed 10 20 right 2 1",
                "dispatchMouseEvent mouseReleased 10 20 right 0 1", "dispatchMouseEvent mouseMoved 1.5 0 none 0",
                "dispatchMouseEvent mousePressed 1.5 0 left 1 1", "dispatchMouseEvent mouseReleased 1.5 0 left 0 1",
                "dispatchMouseEvent mousePressed 1.5 0 left 1 2", "dispatchMouseEvent mouseReleased 1.5 0 left 0 2",
            ])
    }

    @Test("a button that is kept pressed is pressed while the mouse moves")
    func pressed() async throws {
        let peer = ScriptedBrowser()
        try await peer.browser.pressMouse(.middle, at: Self.here)
        try await peer.browser.moveMouse(to: Self.here)
        try await peer.browser.releaseMouse(.middle, at: Self.here)
        try await peer.browser.moveMouse(to: Self.here)
        #expect(
            peer.lines("type", "button", "buttons") == [
                "dispatchMouseEvent mousePressed middle 4", "dispatchMouseEvent mouseMoved middle 4",
                "dispatchMouseEvent mouseReleased middle 0", "dispatchMouseEvent mouseMoved none 0",
            ])
    }

    @Test("a drag goes its way in steps")
    func drag() async throws {
        let peer = ScriptedBrowser()
        try await peer.browser.drag(.left, from: PagePoint(x: 0, y: 0), to: PagePoint(x: 100, y: -10))
        let lines = peer.lines("type", "x", "y", "buttons")
        #expect(lines.count == 13)
        #expect(lines[2] == "dispatchMouseEvent mouseMoved 10 -1 1")
        #expect(lines[11] == "dispatchMouseEvent mouseMoved 100 -10 1")
        #expect(lines[12] == "dispatchMouseEvent mouseReleased 100 -10 0")
    }

    @Test("a scroll is divided into its steps")
    func scroll() async throws {
        let peer = ScriptedBrowser()
        try await peer.browser.scroll(PageScroll(at: Self.here, by: PagePoint(x: 3, y: -90), steps: 3))
        #expect(
            peer.lines("type", "deltaX", "deltaY")
                == ["dispatchMouseEvent mouseMoved"]
                + Array(repeating: "dispatchMouseEvent mouseWheel 1 -30", count: 3))
        #expect(PageScroll(at: Self.here, by: Self.here, steps: .max).steps == 100)
        #expect(PageScroll(at: Self.here, by: Self.here, steps: .min).steps == 1)
    }

    @Test(
        "text is typed key by key, and put in where there is none",
        arguments: [
            ("aB", ["keyDown a KeyA 65 a", "keyUp a KeyA 65", "keyDown B KeyB 66 B", "keyUp B KeyB 66"]),
            ("\r\n", ["keyDown Enter Enter 13 \r", "keyUp Enter Enter 13"]), ("é", ["é"]), ("👩‍🚀", ["👩‍🚀"]),
            ("?", ["keyDown ? Slash 191 ?", "keyUp ? Slash 191"]), ("", []),
        ])
    func typing(text: String, told: [String]) async throws {
        let peer = ScriptedBrowser()
        try await peer.browser.type(text)
        #expect(
            peer.lines("type", "key", "code", "windowsVirtualKeyCode", "text").map { line in
                String(line.drop { $0 != " " }.dropFirst())
            } == told)
    }

    @Test(
        "keys are pressed together and released in the reverse order; the browser's own shortcuts are done by hand",
        arguments: [
            (
                ["Control", "a"],
                [
                    "dispatchKeyEvent rawKeyDown Control 2", "dispatchKeyEvent rawKeyDown a 2 [\"selectAll\"]",
                    "dispatchKeyEvent keyUp a 2", "dispatchKeyEvent keyUp Control 0",
                ]
            ),
            (
                ["Shift", "a"],
                [
                    "dispatchKeyEvent rawKeyDown Shift 8", "dispatchKeyEvent keyDown A 8", "dispatchKeyEvent keyUp A 8",
                    "dispatchKeyEvent keyUp Shift 0",
                ]
            ),
            (["F5"], ["dispatchKeyEvent rawKeyDown F5 0", "dispatchKeyEvent keyUp F5 0", "reload"]),
            (
                ["Alt", "ArrowLeft"],
                [
                    "dispatchKeyEvent rawKeyDown Alt 1", "dispatchKeyEvent rawKeyDown ArrowLeft 1",
                    "dispatchKeyEvent keyUp ArrowLeft 1", "dispatchKeyEvent keyUp Alt 0", "getNavigationHistory",
                    "navigateToHistoryEntry",
                ]
            ),
        ])
    func shortcuts(keys: [String], told: [String]) async throws {
        let peer = ScriptedBrowser { method, _ in
            switch method {
            case "Page.getNavigationHistory":
                .init(result: ["currentIndex": 1, "entries": [["id": 7], ["id": 8]]])
            case "Page.reload", "Page.navigateToHistoryEntry":
                .init(after: [ScriptedBrowser.event("Page.loadEventFired")])
            default: nil
            }
        }
        try await peer.browser.press(keys.compactMap(KeyboardKey.named))
        #expect(peer.lines("type", "key", "modifiers", "commands") == told)
    }

    @Test(
        "a page is open when it is loaded, whatever else is loaded",
        arguments: [
            (["loaderId": "L"], nil), (["loaderId": "L", "errorText": "net::ERR_ABORTED", "isDownload": true], nil),
            (JSONObject(), nil),
            (["loaderId": "L", "errorText": "net::ERR_NAME_NOT_RESOLVED"], .notLoaded("net::ERR_NAME_NOT_RESOLVED")),
        ] as [(JSONObject, PageFailure?)])
    func opening(result: JSONObject, failure: PageFailure?) async throws {
        let peer = ScriptedBrowser { method, _ in
            guard method == "Page.navigate" else { return nil }
            return .init(
                result: result,
                before: [
                    ScriptedBrowser.event("Page.loadEventFired"),
                    ScriptedBrowser.event("Page.frameNavigated", ["frame": ["loaderId": "L"]]),
                ], after: [ScriptedBrowser.event("Page.loadEventFired")])
        }
        do throws(PageFailure) {
            try await peer.browser.open("https://a.example/")
            #expect(failure == nil)
        } catch {
            #expect(error == failure)
        }
    }

    @Test("what ends the loading of a page ends the wait")
    func openingFails() async {
        let crashing = ScriptedBrowser { method, _ in
            method == "Page.navigate"
                ? .init(
                    result: ["loaderId": "L"],
                    after: [["method": "Target.targetCrashed", "params": ["targetId": "page"]]]) : nil
        }
        await #expect(throws: PageFailure.browser(.pageCrashed)) {
            try await crashing.browser.open("https://a.example/")
        }
        let refusing = ScriptedBrowser { method, _ in
            method == "Page.navigate" ? .init(error: "Cannot navigate to invalid URL") : nil
        }
        await #expect(throws: PageFailure.invalidAddress("http://[")) { try await refusing.browser.open("http://[") }
    }

    @Test("an element is looked for until it is there, and clicked in its middle")
    func element() async throws {
        let tries = Counting()
        let peer = ScriptedBrowser { method, _ in
            switch method {
            case "Runtime.evaluate":
                tries.next() < 2
                    ? .init(result: ["result": ["type": "undefined"]]) : .init(result: ["result": ["objectId": "o"]])
            case "DOM.getContentQuads": .init(result: ["quads": [[10, 10, 30, 10, 30, 20, 10, 20]]])
            default: nil
            }
        }
        // Other tests may keep the threads for longer than is usually waited.
        let element = PageElement(selector: "a[href=\"x\"]", index: 3, wait: PageElement.longestWait)
        try await peer.browser.click(.left, on: element)
        let lines = peer.lines("expression", "objectId", "type", "x", "y")
        #expect(lines.first == #"evaluate document.querySelectorAll("a[href=\"x\"]")[3]"#)
        #expect(
            Array(lines.suffix(5)) == [
                "scrollIntoViewIfNeeded o", "getContentQuads o", "dispatchMouseEvent mouseMoved 20 15",
                "dispatchMouseEvent mousePressed 20 15", "dispatchMouseEvent mouseReleased 20 15",
            ])
    }

    @Test("an element that never comes, and a selector that is none, are said")
    func noElement() async {
        let empty = ScriptedBrowser()
        await #expect {
            try await empty.browser.click(.left, on: PageElement(selector: "a", wait: .zero))
        } throws: { if case PageFailure.noElement = $0 { true } else { false } }
        let wrong = ScriptedBrowser { method, _ in
            method == "Runtime.evaluate"
                ? .init(result: ["exceptionDetails": ["exception": ["description": "SyntaxError: no\n at"]]]) : nil
        }
        await #expect(throws: PageFailure.invalidSelector("SyntaxError: no")) {
            try await wrong.browser.click(.left, on: PageElement(selector: "..", wait: .seconds(60)))
        }
    }

    @Test("a screenshot is of what is seen, in the page's own pixels")
    func screenshot() async throws {
        let peer = ScriptedBrowser { method, parameters in
            switch method {
            case "Page.getLayoutMetrics":
                .init(result: [
                    "cssVisualViewport": ["pageX": 0, "pageY": 300, "clientWidth": 800, "clientHeight": 600]
                ])
            case "Page.captureScreenshot": .init(result: ["data": "UE5H"])
            default: nil
            }
        }
        #expect(try await peer.browser.screenshot() == Array("PNG".utf8))
        #expect(
            peer.commands.last?.parameters["clip"] == ["x": 0, "y": 300, "width": 800, "height": 600, "scale": 1])
        let silent = ScriptedBrowser()
        await #expect(throws: BrowserFailure.self) { try await silent.browser.screenshot() }
    }

    @Test("the clipboard's field is taken away whatever becomes of the command")
    func clipboard() async throws {
        let peer = ScriptedBrowser { method, parameters in
            switch method {
            case "Page.getFrameTree": .init(result: ["frameTree": ["frame": ["id": "F"]]])
            case "Page.createIsolatedWorld": .init(result: ["executionContextId": 5])
            case "Runtime.evaluate": .init(result: ["result": ["value": "text"]])
            case "Input.dispatchKeyEvent" where parameters["commands"] == ["copy"]: .init(error: "no")
            default: nil
            }
        }
        #expect(try await peer.browser.clipboardText() == "text")
        let methods = [
            "getFrameTree", "createIsolatedWorld", "evaluate", "dispatchKeyEvent", "dispatchKeyEvent", "evaluate",
        ]
        #expect(peer.lines() == methods)
        await #expect(throws: BrowserFailure.self) { try await peer.browser.setClipboard("x") }
        #expect(Array(peer.lines().suffix(2)) == ["dispatchKeyEvent", "evaluate"])
    }

    @Test("an upload lies below the session's folder, and file choosers take the last one unless a client is attached")
    func uploads() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "drydock-upload-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let peer = ScriptedBrowser(folder: folder)
        _ = try await peer.browser.pages()
        peer.tell("Page.fileChooserOpened", ["backendNodeId": 1])
        let path = try await peer.browser.keepUpload(Array("bytes".utf8), as: "a.txt")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "bytes")
        #expect(path == "\(folder)/uploads/a.txt")
        _ = try await peer.browser.keepUpload([], as: "b.txt")
        peer.tell("Page.fileChooserOpened", ["backendNodeId": 2])
        #expect(peer.browser.attach(upTo: 1))
        // It was opened before the client came, or nobody would have said so here; the client has heard nothing of it.
        peer.tell("Page.fileChooserOpened", ["backendNodeId": 3])
        peer.browser.detach()
        #expect(
            peer.lines("enabled", "backendNodeId", "files") == [
                "setInterceptFileChooserDialog true", "setFileInputFiles 2 [\"\(folder)/uploads/b.txt\"]",
                "setInterceptFileChooserDialog false", "setFileInputFiles 3 [\"\(folder)/uploads/b.txt\"]",
                "setInterceptFileChooserDialog true",
            ])
        let file = FileManager.default
        try file.removeItem(atPath: folder)
        #expect(file.createFile(atPath: folder, contents: nil))
        await #expect {
            try await peer.browser.keepUpload([1], as: "c.txt")
        } throws: { if case PageFailure.fileNotKept = $0 { true } else { false } }
    }
}

/// Counts from 0.
private final class Counting: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}
