import Kernel

/// The loading of a page, as its events tell it.
struct PageLoad: Sendable {
    private enum Outcome { case loaded, crashed, ended, late }

    private let events: AsyncStream<DevToolsEvent>
    private let page: BrowserPage

    /// Listens from now on.
    init(_ events: AsyncStream<DevToolsEvent>, of page: BrowserPage) {
        self.events = events
        self.page = page
    }

    /// Returns when the page is loaded; of this loader, so that the end of an older page's loading is not taken for it.
    func wait(
        for loader: String? = nil, after command: String, within limit: Duration
    ) async throws(BrowserFailure) {
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await end(of: loader) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .late
            }
            defer { group.cancelAll() }
            return await group.next() ?? .late
        }
        switch outcome {
        case .loaded: return
        case .crashed: throw .pageCrashed
        case .ended: throw .ended("The browser ended while a page was loaded.")
        case .late: throw .timedOut(command)
        }
    }

    private func end(of loader: String?) async -> Outcome {
        var isCurrent = loader == nil
        for await event in events {
            switch event.method {
            case "Page.frameNavigated" where event.session == page.session:
                if event.parameters["frame"]?.object?["loaderId"]?.string == loader { isCurrent = true }
            case "Page.loadEventFired" where event.session == page.session && isCurrent: return .loaded
            case "Target.targetCrashed" where event.parameters["targetId"]?.string == page.id: return .crashed
            default: break
            }
        }
        return .ended
    }
}

/// The answer in place of a site's: an empty page, so that a page has the site's origin and nothing goes out, not even the question
/// for its address.
enum EmptyPage {
    /// The parameters of `Fetch.fulfillRequest` for the request of this id.
    static func answer(to request: JSONValue) -> JSONObject {
        [
            "requestId": request, "responseCode": 200,
            "responseHeaders": [["name": "Content-Type", "value": "text/html"]], "body": "",
        ]
    }
}
