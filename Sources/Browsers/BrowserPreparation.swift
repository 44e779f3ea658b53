import Kernel

/// What is done with a browser before anybody is let in: its first page found and sized, who is signed in put in place, the first
/// address opened.
struct BrowserPreparation {
    private let browser: SessionBrowser
    private let storedCookies: [JSONValue]
    private let deadline: ContinuousClock.Instant

    /// - Parameter storedCookies: those of the browser's profile that it does not keep by itself.
    init(of browser: SessionBrowser, storedCookies: [JSONValue] = [], until deadline: ContinuousClock.Instant) {
        self.browser = browser
        self.storedCookies = storedCookies
        self.deadline = deadline
    }

    func run() async throws(BrowserFailure) {
        try await command("Target.setDiscoverTargets", ["discover": true])
        let page = try await firstPage()
        await resize(page)
        browser.connection.update { [$0.setDownloadFolder()] }
        // A browser that refuses one refuses all; those of a profile must not keep its session from starting.
        if !storedCookies.isEmpty { _ = try? await command("Storage.setCookies", ["cookies": .array(storedCookies)]) }
        if !browser.setup.cookies.isEmpty {
            try await command("Storage.setCookies", ["cookies": .array(browser.setup.cookies.map(\.parameter))])
        }
        if !browser.setup.origins.isEmpty { try await store(browser.setup.origins, through: page) }
        if let url = browser.setup.initialURL { await open(url, on: page) }
    }

    private var remaining: Duration { max(deadline - ContinuousClock.now, .zero) }

    @discardableResult
    private func command(
        _ method: String, _ parameters: JSONObject, on page: BrowserPage? = nil
    ) async throws(BrowserFailure) -> JSONObject {
        try await browser.command(method, parameters, on: page, within: remaining)
    }

    /// The page that the browser starts with. It may come a little later than the first answer.
    private func firstPage() async throws(BrowserFailure) -> BrowserPage {
        while remaining > .zero {
            if let page = try await browser.pages().first { return page }
            try? await Task.sleep(for: .milliseconds(10))
        }
        throw .startFailed("It opened no page.")
    }

    /// A window that nobody sees has a frame all the same; the page is to be as large as was asked. Small builds have none.
    private func resize(_ page: BrowserPage) async {
        guard !browser.isHeadlessShell,
            let window = try? await command("Browser.getWindowForTarget", ["targetId": .string(page.id)])["windowId"]
        else { return }
        _ = try? await command(
            "Browser.setContentsSize",
            [
                "windowId": window, "width": .integer(Int64(browser.setup.width)),
                "height": .integer(Int64(browser.setup.height)),
            ])
    }

    /// Opens the first address. One that leads nowhere is shown as a browser shows it, and one that does not answer, or not to the
    /// end, must not hold up the start.
    private func open(_ url: String, on page: BrowserPage) async {
        let patience = min(.seconds(5), remaining)
        let load = PageLoad(browser.events(), of: page)
        guard
            let answer = try? await browser.command(
                "Page.navigate", ["url": .string(url)], on: page, within: patience),
            answer["errorText"] == nil, let loader = answer["loaderId"]?.string
        else { return }
        try? await load.wait(for: loader, after: "Page.navigate", within: patience)
    }

    /// Puts items into local storage before any page runs: each origin is opened once, and answered by us, so that nothing goes
    /// out, not even the question for its address.
    private func store(_ origins: [BrowserSetup.StoredOrigin], through page: BrowserPage) async throws(BrowserFailure) {
        let events = browser.events()
        try await command("Fetch.enable", ["patterns": [["urlPattern": "*"]]], on: page)
        // The requests are answered beside what waits for them.
        let answering = Task(operation: { await answer(events, on: page) })
        defer { answering.cancel() }
        for origin in origins where !origin.localStorage.isEmpty {
            try await store(origin, through: page)
        }
        answering.cancel()
        try await command("Fetch.disable", [:], on: page)
        await open("about:blank", on: page)
        try await command("Page.resetNavigationHistory", [:], on: page)
    }

    private func store(_ origin: BrowserSetup.StoredOrigin, through page: BrowserPage) async throws(BrowserFailure) {
        await open(origin.origin + "/", on: page)
        try await command("Runtime.evaluate", ["expression": .string(Self.script(origin))], on: page)
    }

    private func answer(_ events: AsyncStream<DevToolsEvent>, on page: BrowserPage) async {
        for await event in events where event.session == page.session && event.method == "Fetch.requestPaused" {
            guard let id = event.parameters["requestId"] else { continue }
            _ = try? await command("Fetch.fulfillRequest", EmptyPage.answer(to: id), on: page)
        }
    }

    private static func script(_ origin: BrowserSetup.StoredOrigin) -> String {
        origin.localStorage.map { item in
            "localStorage.setItem(\(JSONWriter.text(item.name)), \(JSONWriter.text(item.value)))"
        }.joined(separator: ";\n")
    }
}

extension BrowserSetup.Cookie {
    /// As `Storage.setCookies` takes it. One that is bound to its host has an address instead of a domain.
    fileprivate var parameter: JSONValue {
        var parameter: JSONObject = [
            "name": .string(name), "value": .string(value), "path": .string(path), "secure": .bool(isSecure),
            "httpOnly": .bool(isHTTPOnly), "sameSite": .string(sameSite),
        ]
        if name.hasPrefix("__Host-") {
            parameter["url"] = .string("https://\(domain)\(path)")
        } else {
            parameter["domain"] = .string(domain)
        }
        return .object(parameter)
    }
}
