import FoundationEssentials
import Kernel
import Synchronization
import Testing

@testable import Browsers

/// A browser with one page that makes a picture whenever the last one was acknowledged.
private final class FakePages: ScreencastSource {
    private struct Shared {
        var commands: [String] = []
        var events: AsyncStream<DevToolsEvent>.Continuation?
    }

    private let shared = Mutex(Shared())
    private let page = BrowserPage(id: "p1", session: "s1", title: "", url: "")

    var commands: [String] { shared.withLock { $0.commands } }

    func openPages() async throws(BrowserFailure) -> (pages: [BrowserPage], selected: BrowserPage?) { ([page], page) }

    func send(_ method: String, _ parameters: JSONObject, session: String) async throws(BrowserFailure) {
        shared.withLock { shared in
            shared.commands.append(method)
            guard method != "Page.stopScreencast" else { return }
            shared.events?.yield(
                DevToolsEvent(
                    method: "Page.screencastFrame",
                    parameters: [
                        "data": .string(Data("picture \(shared.commands.count)".utf8).base64EncodedString()),
                        "metadata": ["deviceWidth": 800, "deviceHeight": 600],
                        "sessionId": .integer(Int64(shared.commands.count)),
                    ], session: session))
        }
    }

    func events() -> AsyncStream<DevToolsEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: DevToolsEvent.self)
        shared.withLock { $0.events = continuation }
        return stream
    }

    func quit() { shared.withLock { $0.events?.finish() } }
}

struct ScreencastsTests {
    private let pages = FakePages()

    private func text(_ picture: ScreencastPicture?) -> String? {
        picture.map { String(decoding: $0.jpeg, as: UTF8.self) }
    }

    @Test("the next picture is made when the last one was taken, and none when nobody looks", .timeLimit(.minutes(1)))
    func life() async throws {
        let screencasts = Screencasts(pages)
        do {
            let viewer = try screencasts.watch()
            #expect(text(await viewer.next()) == "picture 1")
            #expect(screencasts.size(of: .selected)?.width == 800)
            #expect(pages.commands == ["Page.startScreencast"])
            #expect(text(await viewer.next()) == "picture 2")
            #expect(pages.commands == ["Page.startScreencast", "Page.screencastFrameAck"])
        }
        while !pages.commands.contains("Page.stopScreencast") { await Task.yield() }
        let again = try screencasts.watch()
        #expect(await again.next() != nil)
    }

    @Test("a browser that goes ends the pictures", .timeLimit(.minutes(1)))
    func gone() async throws {
        let screencasts = Screencasts(pages)
        let viewer = try screencasts.watch()
        #expect(await viewer.next() != nil)
        pages.quit()
        while await viewer.next() != nil {}
        #expect(throws: BrowserFailure.self) { try screencasts.watch() }
    }
}
