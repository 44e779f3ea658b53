import Testing

@testable import Browsers

struct BrowserArgumentsTests {
    private static func list(
        _ path: String = "/usr/lib/chromium/chromium", network: BrowserNetwork = BrowserNetwork(),
        hasSandbox: Bool = true, relayPort: Int? = nil, extensions: [String] = [],
        _ change: (inout BrowserSetup) -> Void = { _ in }
    ) -> [String] {
        var setup = BrowserSetup()
        change(&setup)
        return BrowserArguments(
            program: BrowserProgram(path: path), version: BrowserVersion(printed: "Chromium 156.0.1.2"),
            profileFolder: "/f/profile", setup: setup, network: network, hasSandbox: hasSandbox, relayPort: relayPort,
            extensionFolders: extensions
        ).list
    }

    @Test("A window as large as asked, and never larger than can be pictured")
    func size() {
        #expect(Self.list { ($0.width, $0.height) = (800, 600) }.contains("--window-size=800,600"))
        #expect(Self.list { ($0.width, $0.height) = (.max, .min) }.contains("--screen-info={16384x100}"))
    }

    @Test("The small build is headless by itself")
    func headlessShell() {
        #expect(Self.list().first == "--headless=new")
        #expect(!Self.list("/x/chrome-headless-shell").contains("--headless=new"))
        #expect(!Self.list("/x/headless_shell").contains("--headless=new"))
    }

    @Test("Pages see a window unless the session is headless")
    func userAgent() {
        #expect(Self.list().contains { $0.hasPrefix("--user-agent=") && !$0.contains("Headless") })
        #expect(!Self.list { $0.isHeadless = true }.contains { $0.hasPrefix("--user-agent") })
    }

    @Test("No page may reach the browser's own port, and without a sandbox there is no bar")
    func security() {
        #expect(!Self.list().contains { $0.hasPrefix("--remote-allow-origins") || $0 == "--no-sandbox" })
        #expect(Self.list(hasSandbox: false).contains("--no-sandbox"))
        #expect(Self.list(hasSandbox: false).contains("--test-type"))
    }

    @Test("Names lead where the scenario says, others nowhere in a closed network; no name writes rules of its own")
    func network() {
        let hosts = [
            BrowserNetwork.Host(name: "shop.example.com", target: "127.0.0.1:80"),
            BrowserNetwork.Host(name: "evil, MAP *", target: "1.2.3.4"),
        ]
        #expect(
            Self.list(network: BrowserNetwork(hosts: hosts))
                .contains("--host-resolver-rules=MAP shop.example.com 127.0.0.1:80"))
        #expect(
            Self.list(network: BrowserNetwork(isOpen: false)).contains(
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1"))
        #expect(!Self.list().contains { $0.hasPrefix("--host-resolver-rules") })
    }

    @Test("A session's own extensions are loaded, and none without them")
    func extensions() {
        #expect(Self.list().contains("--disable-extensions"))
        let list = Self.list(extensions: ["/f/extension-0", "/f/extension-1"])
        #expect(list.contains("--load-extension=/f/extension-0,/f/extension-1"))
        #expect(list.contains("--disable-extensions-except=/f/extension-0,/f/extension-1"))
        #expect(!list.contains("--disable-extensions"))
    }

    @Test("A proxy is a flag; its password is the relay's business")
    func proxy() {
        let proxy = BrowserSetup.Proxy(scheme: "http", host: "proxy", port: 3128, username: "u", password: "p")
        #expect(Self.list { $0.proxy = proxy }.contains("--proxy-server=http://proxy:3128"))
        let relayed = Self.list(relayPort: 5) { $0.proxy = proxy }
        #expect(relayed.contains("--proxy-server=http://127.0.0.1:5"))
        #expect(!relayed.joined().contains("proxy:3128"))
    }
}
