import FoundationEssentials
import Kernel
import Logging
import Synchronization
import Testing

@testable import Browsers

/// Worlds in which every session runs until it is ended.
final class EndlessSessions: BrowserOwners {
    let ended = Mutex<[BrowserKey]>([])
    let stopped = Mutex<Set<BrowserKey>>([])

    func isRunning(_ key: BrowserKey, activity: UInt64?) -> Bool { stopped.withLock { !$0.contains(key) } }
    func isKnown(_ key: BrowserKey) -> Bool { true }
    func browserEnded(_ key: BrowserKey, because words: String) { ended.withLock { $0.append(key) } }
}

/// One browser of this machine, for all that needs a true one.
struct RealBrowserTests {
    private static var program: BrowserProgram? {
        BrowserFinder(environment: ProcessInfo.processInfo.environment).find()
    }

    @Test("A browser starts as it was asked to, and leaves nothing", .enabled(if: RealBrowserTests.program != nil))
    func wholeLife() async throws {
        let owners = EndlessSessions()
        let registry = BrowserRegistry(
            BrowserOptions(program: try #require(Self.program)), environment: ProcessInfo.processInfo.environment,
            executor: nil, logger: Logger(label: "test"))
        registry.ask(owners)
        let browsers = WorldBrowsers(
            registry, world: .default, vendor: "anchor",
            network: BrowserNetwork(hosts: [.init(name: "shop.example.com", target: "127.0.0.1:9")], isOpen: false),
            clock: WorldClock(
                start: Moment(milliseconds: 0), mode: .frozen, wall: .constant(Moment(milliseconds: 0))))
        var setup = BrowserSetup()
        (setup.width, setup.height) = (1000, 700)
        setup.cookies = [.init(name: "sid", value: "ada-1", domain: "shop.example.com")]
        setup.origins = [.init(origin: "https://shop.example.com", localStorage: [.init(name: "theme", value: "dark")])]
        setup.profile = BrowserSetup.Profile(name: "ada", isPersisted: true)
        setup.initialURL = "data:text/html,<title>Hello</title>"

        let browser = try await browsers.browser(of: "s", startingWith: setup)
        #expect(try await browsers.browser(of: "s", startingWith: setup) === browser)
        let page = try await browser.selectedPage()
        #expect(page.title == "Hello")
        let size = try await browser.command(
            "Runtime.evaluate", ["expression": "`${innerWidth}x${innerHeight} ${navigator.userAgent}`"], on: page)
        let text = size[path: "result.value"]?.string ?? ""
        #expect(text.hasPrefix("1000x700") && !text.contains("Headless"), "\(text)")
        let cookies = try await browser.command("Storage.getCookies")
        #expect(cookies[path: "cookies.0.value"]?.string == "ada-1")
        #expect(FileManager.default.fileExists(atPath: browser.folder))

        let stored = try await browser.command(
            "Runtime.evaluate", ["expression": "history.length"], on: page)
        #expect(stored[path: "result.value"] == 2, "\(stored)")
        _ = try await browser.command("Target.createTarget", ["url": "data:text/html,<title>Second</title>"])
        #expect(try await browser.selectedPage().id != page.id)
        _ = try await browser.command("Target.activateTarget", ["targetId": .string(page.id)])
        #expect(try await browser.selectedPage().id == page.id || browser.isHeadlessShell)
        // Nobody answers it, and it would hold up everything.
        _ = try await browser.command("Runtime.evaluate", ["expression": "alert(1)"], on: page)
        let long = try await browser.command("Runtime.evaluate", ["expression": "'x'.repeat(3e6)"], on: page)
        #expect(long[path: "result.value"]?.string?.utf8.count == 3_000_000)
        await #expect(throws: BrowserFailure.self) { try await browser.command("No.suchThing") }

        browsers.end("s")
        await registry.settle()
        #expect(!FileManager.default.fileExists(atPath: browser.folder))
        #expect(registry.count == 0)

        var next = BrowserSetup()
        next.profile = BrowserSetup.Profile(name: "ada", isPersisted: false)
        let second = try await browsers.browser(of: "t", startingWith: next)
        let kept = try await second.command("Storage.getCookies")
        #expect(kept[path: "cookies.0.value"]?.string == "ada-1", "a session's cookie is in the profile, too")
        await registry.close()
        #expect(!FileManager.default.fileExists(atPath: second.folder))
        #expect(owners.ended.withLock { $0 }.isEmpty)
    }
}
