import FoundationEssentials
import Kernel

/// Where a page is, and what is seen of it.
extension SessionBrowser {
    /// How long a page may take to load.
    private static let longestLoad = Duration.seconds(30)

    /// Opens an address in the selected page and waits until it is loaded. What answers with an error is loaded all the same.
    package func open(_ address: String) async throws(PageFailure) {
        let page = try await inPage { () throws(BrowserFailure) in try await selectedPage() }
        try await open(address, in: page, within: Self.longestLoad)
    }

    /// Opens an address in a page and waits until it is loaded, for so long at most.
    func open(
        _ address: String, in page: BrowserPage, within limit: Duration
    ) async throws(PageFailure) {
        let deadline = ContinuousClock.now + limit
        // From before the command on: a fast page is loaded before its answer is read.
        let load = PageLoad(events(), of: page)
        let answer: JSONObject
        do throws(BrowserFailure) {
            answer = try await command(
                "Page.navigate", ["url": .string(address)], on: page, within: limit)
        } catch {
            if case .refused(_, _, let message) = error, message.contains("invalid URL") {
                throw .invalidAddress(address)
            }
            throw .browser(error)
        }
        // What begins a download leaves the page where it is, and the browser says that the navigation was given up.
        if answer["isDownload"] == true { return }
        if let words = answer["errorText"]?.string, !words.isEmpty { throw .notLoaded(words) }
        // Without a loader it is the same document at another fragment.
        guard let loader = answer["loaderId"]?.string else { return }
        try await inPage { () throws(BrowserFailure) in
            try await load.wait(
                for: loader, after: "Page.navigate", within: max(.zero, deadline - ContinuousClock.now))
        }
    }

    /// Loads a page again.
    func reload(_ page: BrowserPage) async throws(BrowserFailure) {
        let load = PageLoad(events(), of: page)
        _ = try await command("Page.reload", on: page)
        try await load.wait(after: "Page.reload", within: Self.longestLoad)
    }

    /// Goes back or forward in a page's history, if there is a way.
    func goThroughHistory(by steps: Int, on page: BrowserPage) async throws(BrowserFailure) {
        let history = try await command("Page.getNavigationHistory", on: page)
        guard let current = history["currentIndex"].flatMap({ Int(field: $0) }),
            let entries = history["entries"]?.array, entries.indices.contains(current),
            entries.indices.contains(current + steps), let id = entries[current + steps].object?["id"]
        else { return }
        let load = PageLoad(events(), of: page)
        _ = try await command("Page.navigateToHistoryEntry", ["entryId": id], on: page)
        // A page that is kept for going back to is shown at once, and loads nothing.
        try? await load.wait(after: "Page.navigateToHistoryEntry", within: .seconds(2))
    }

    /// What is seen of the selected page, as PNG.
    package func screenshot() async throws(BrowserFailure) -> [UInt8] {
        let page = try await selectedPage()
        let metrics = try await command("Page.getLayoutMetrics", on: page)
        let view = metrics["cssVisualViewport"]?.object ?? JSONObject()
        // Without the clip a page behind others is waited for until it is shown, which may be never.
        let clip: JSONObject = [
            "x": view["pageX"] ?? 0, "y": view["pageY"] ?? 0,
            "width": view["clientWidth"] ?? .integer(Int64(setup.width)),
            "height": view["clientHeight"] ?? .integer(Int64(setup.height)), "scale": 1,
        ]
        let answer = try await command(
            "Page.captureScreenshot", ["format": "png", "clip": .object(clip)], on: page, within: .seconds(20))
        guard let text = answer["data"]?.string, let picture = Data(base64Encoded: text) else {
            throw .refused(command: "Page.captureScreenshot", code: 0, message: "the answer has no picture")
        }
        return Array(picture)
    }
}
