/// The command line of a session's browser.
struct BrowserArguments {
    let program: BrowserProgram
    /// What the browser says of itself; nil if it would not say.
    let version: BrowserVersion?
    let profileFolder: String
    let setup: BrowserSetup
    let network: BrowserNetwork
    let hasSandbox: Bool
    /// The relay that knows the password of the setup's proxy; nil if there is no need.
    var relayPort: Int?
    /// The folders of unpacked extensions.
    var extensionFolders: [String] = []

    /// All of it, behind the executable.
    var list: [String] {
        let (width, height) = (Self.size(setup.width), Self.size(setup.height))
        var list = program.isHeadlessShell ? [] : ["--headless=new"]
        list += [
            "--remote-debugging-pipe", "--remote-debugging-port=0", "--user-data-dir=\(profileFolder)",
            "--window-size=\(width),\(height)", "--screen-info={\(width)x\(height)}",
        ]
        list += Self.always
        list += extensions
        // The second hides the bar that warns of the first and takes some of the page's height.
        if !hasSandbox { list += ["--no-sandbox", "--test-type"] }
        if !setup.isHeadless, let version { list.append("--user-agent=\(version.userAgent)") }
        if !resolverRules.isEmpty { list.append("--host-resolver-rules=\(resolverRules.joined(separator: ", "))") }
        list += proxy
        return list + ["about:blank"]
    }

    /// No window is larger than what Chromium can picture, nor so small that it has no room for a page.
    private static func size(_ length: Int) -> Int { min(max(length, 100), 16_384) }

    private var resolverRules: [String] {
        var rules = network.hosts.filter { Self.isPlain($0.name) && Self.isPlain($0.target) }
            .map { "MAP \($0.name) \($0.target)" }
        if !network.isOpen {
            rules += ["MAP * ~NOTFOUND", "EXCLUDE localhost", "EXCLUDE *.localhost", "EXCLUDE 127.0.0.1"]
        }
        return rules
    }

    /// Whether a name is one word to the rules' own grammar: what comes from a file must not write further rules.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || "0123456789.:*-_[]".unicodeScalars.contains($0)
            }
    }

    private var extensions: [String] {
        guard !extensionFolders.isEmpty else { return ["--disable-extensions"] }
        // Folders of ours, so that no path has a comma.
        let folders = extensionFolders.joined(separator: ",")
        return ["--disable-extensions-except=\(folders)", "--load-extension=\(folders)"]
    }

    private var proxy: [String] {
        guard let proxy = setup.proxy else { return [] }
        let server =
            relayPort.map { "http://127.0.0.1:\($0)" }
            ?? "\(proxy.scheme)://\(proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host):\(proxy.port)"
        // Otherwise what a test serves on this machine would not go through the proxy that the test is about.
        return ["--proxy-server=\(server)", "--proxy-bypass-list=<-loopback>"]
    }

    /// What every browser gets: nothing that asks, updates, reports or throttles. Two of them lead requests of the browser's own
    /// to a port that it refuses to open; no other flag stops those. The host of the first is treated apart from all others, so it
    /// must be nobody's.
    private static let always = [
        "--no-first-run", "--no-default-browser-check", "--disable-default-apps",
        "--disable-search-engine-choice-screen", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-domain-reliability", "--no-pings", "--disable-field-trial-config",
        "--metrics-recording-only", "--disable-breakpad", "--no-service-autorun", "--gaia-url=http://gaia.invalid:9",
        "--component-updater=url-source=http://127.0.0.1:9/",
        "--disable-component-extensions-with-background-pages", "--password-store=basic", "--use-mock-keychain",
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding", "--disable-hang-monitor", "--disable-ipc-flooding-protection",
        "--disable-prompt-on-repost", "--hide-scrollbars", "--mute-audio", "--force-color-profile=srgb",
        "--disable-dev-shm-usage", "--enable-features=SkipListAccountsWithoutGaiaCookies",
        "--disable-features=" + disabledFeatures.joined(separator: ","),
    ]

    private static let disabledFeatures = [
        "Translate", "OptimizationHints", "OptimizationGuideModelDownloading", "OptimizationGuideOnDeviceModel",
        "MediaRouter", "DialMediaRouteProvider", "AutofillServerCommunication",
        "CertificateTransparencyComponentUpdater", "PaintHolding", "HttpsUpgrades",
        "HttpsFirstBalancedModeAutoEnable", "NetworkTimeServiceQuerying", "PreconnectToSearch", "LensOverlay",
        "AimEnabled", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    ]
}
