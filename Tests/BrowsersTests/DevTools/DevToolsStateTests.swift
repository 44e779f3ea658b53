import Kernel
import Testing

@testable import Browsers

/// The connection's knowledge, told by scripted messages.
struct DevToolsStateTests {
    /// A browser with one page, which is attached to.
    private static func withPage(dismissesDialogs: Bool = false) throws -> DevToolsState {
        var state = DevToolsState(dismissesDialogs: dismissesDialogs, downloadFolder: "/d")
        let attach = try #require(state.receive(created("P")).commands.first)
        #expect(attach.method == "Target.attachToTarget")
        let prepared = state.receive(["id": .integer(attach.id), "result": ["sessionId": "S"]])
        #expect(
            prepared.commands.map(\.method) == [
                "Page.enable", "Inspector.enable", "Emulation.setFocusEmulationEnabled",
            ])
        #expect(prepared.commands.allSatisfy { $0.session == "S" })
        // An address that is opened before these are answered brings the page's process down.
        #expect(state.openPages.isEmpty && state.isAttaching)
        for command in prepared.commands { _ = state.receive(["id": .integer(command.id), "result": [:]]) }
        #expect(state.openPages.count == 1 && !state.isAttaching)
        return state
    }

    private static func created(_ id: String, type: String = "page", context: String = "own") -> JSONObject {
        [
            "method": "Target.targetCreated",
            "params": [
                "targetInfo": [
                    "targetId": .string(id), "type": .string(type), "browserContextId": .string(context),
                    "title": "Title", "url": "about:blank",
                ]
            ],
        ]
    }

    private static func event(_ method: String, _ parameters: JSONObject = [:], session: String? = nil) -> JSONObject {
        var event: JSONObject = ["method": .string(method), "params": .object(parameters)]
        if let session { event["sessionId"] = .string(session) }
        return event
    }

    private static func failures(_ outcome: DevToolsState.Outcome) -> [BrowserFailure] {
        outcome.answers.compactMap { if case .failure(let failure) = $0.answer { failure } else { nil } }
    }

    @Test("An answer goes to its command, once")
    func answers() throws {
        var state = try Self.withPage()
        let command = try state.command("X.y", [:], session: nil)
        let answer: JSONObject = ["id": .integer(command.id), "result": ["a": 1]]
        let outcome = state.receive(answer)
        #expect(outcome.answers.map(\.id) == [command.id])
        #expect(try outcome.answers.first?.answer.get()["a"] == 1)
        #expect(state.receive(answer).answers.isEmpty)
        #expect(state.timeOut(command.id) == nil)
    }

    @Test("A refusal has the browser's words")
    func refusal() throws {
        var state = try Self.withPage()
        let command = try state.command("X.y", [:], session: "S")
        let outcome = state.receive([
            "id": .integer(command.id), "error": ["code": -32000, "message": "No", "data": "why"],
        ])
        #expect(Self.failures(outcome) == [.refused(command: "X.y", code: -32000, message: "No (why)")])
    }

    @Test("Only pages of the session's own context are its pages")
    func contexts() throws {
        var state = try Self.withPage()
        #expect(state.receive(Self.created("Q", context: "a client's")).commands.isEmpty)
        #expect(state.receive(Self.created("W", type: "service_worker")).commands.isEmpty)
        #expect(state.receive(Self.created("R")).commands.count == 1)
        #expect(state.openPages.map(\.id) == ["P"] && state.isAttaching)
    }

    @Test("Pages change their titles and go")
    func pages() throws {
        var state = try Self.withPage()
        var info = Self.created("P")
        info["method"] = "Target.targetInfoChanged"
        info["params"] = ["targetInfo": ["targetId": "P", "type": "page", "browserContextId": "own", "title": "New"]]
        _ = state.receive(info)
        #expect(state.openPages.map(\.title) == ["New"])
        let command = try state.command("X.y", [:], session: "S")
        let gone = state.receive(Self.event("Target.targetDestroyed", ["targetId": "P"]))
        #expect(gone.answers.map(\.id) == [command.id] && state.openPages.isEmpty)
        #expect(throws: BrowserFailure.self) { try state.command("X.y", [:], session: "S") }
    }

    @Test("A crash fails what waits for the page, and only an address mends it")
    func crash() throws {
        var state = try Self.withPage()
        _ = try state.command("X.page", [:], session: "S")
        _ = try state.command("X.browser", [:], session: nil)
        #expect(Self.failures(state.receive(Self.event("Inspector.targetCrashed", session: "S"))) == [.pageCrashed])
        #expect(state.receive(Self.event("Target.targetCrashed", ["targetId": "P"])).answers.isEmpty)
        #expect(throws: BrowserFailure.pageCrashed) { try state.command("Page.captureScreenshot", [:], session: "S") }
        _ = try state.command("Page.navigate", [:], session: "S")
        _ = state.receive(Self.event("Page.frameNavigated", session: "S"))
        _ = try state.command("Page.captureScreenshot", [:], session: "S")
    }

    @Test("Nobody else answers dialogs while no client is attached")
    func dialogs() throws {
        var state = try Self.withPage()
        let opening = Self.event("Page.javascriptDialogOpening", ["type": "alert"], session: "S")
        #expect(state.receive(opening).commands.map(\.parameters) == [["accept": false]])
        let leaving = Self.event("Page.javascriptDialogOpening", ["type": "beforeunload"], session: "S")
        #expect(state.receive(leaving).commands.map(\.parameters) == [["accept": true]])
        _ = state.receive(Self.event("Page.javascriptDialogClosed", session: "S"))

        _ = state.attachClient()
        _ = state.attachClient()
        #expect(state.receive(opening).commands.isEmpty)
        #expect(state.detachClient().map(\.method) == ["Browser.setDownloadBehavior"])
        #expect(
            state.detachClient().map(\.method) == ["Browser.setDownloadBehavior", "Page.handleJavaScriptDialog"])
        #expect(state.detachClient().isEmpty && state.clients == 0)
    }

    @Test("Sessions that want no dialogs have none, whoever is attached")
    func disabledDialogs() throws {
        var state = try Self.withPage(dismissesDialogs: true)
        _ = state.attachClient()
        let opening = Self.event("Page.javascriptDialogOpening", ["type": "confirm"], session: "S")
        #expect(state.receive(opening).commands.count == 1)
    }

    @Test("The end fails everything, then and later")
    func end() throws {
        var state = try Self.withPage()
        _ = try state.command("X.y", [:], session: "S")
        #expect(Self.failures(state.end(because: "gone")) == [.ended("gone")])
        #expect(state.end(because: "again").answers.isEmpty)
        #expect(throws: BrowserFailure.ended("gone")) { try state.command("X.y", [:], session: nil) }
        #expect(state.receive(Self.created("Z")).commands.isEmpty && state.detachClient().isEmpty)
    }

    @Test(
        "What makes no sense does no harm",
        arguments: [
            [:], ["id": 99], ["id": -1, "result": 5], ["id": .number(1e300), "error": []], ["id": "1"], ["id": .null],
            ["method": 7], ["method": "Target.targetCreated"], ["method": "Target.targetCreated", "params": [1]],
            ["method": "Target.targetCreated", "params": ["targetInfo": ["targetId": 1, "type": "page"]]],
            ["method": "Target.targetDestroyed", "params": ["targetId": "nobody"]],
            ["method": "Inspector.targetCrashed", "sessionId": "nobody"],
            ["method": "Page.javascriptDialogOpening", "sessionId": 3],
            ["method": "Browser.downloadProgress", "params": ["guid": [:]]],
        ] as [JSONObject])
    func hostile(message: JSONObject) throws {
        var state = try Self.withPage()
        #expect(state.receive(message).commands.isEmpty)
        #expect(state.openPages.map(\.id) == ["P"])
    }

    @Test("A page that opens others without end does not fill the memory")
    func manyPages() throws {
        var state = try Self.withPage()
        for number in 0..<1000 { _ = state.receive(Self.created("P\(number)")) }
        #expect(state.receive(Self.created("last")).commands.isEmpty)
    }
}
