import Kernel

/// Finding elements by selector.
extension SessionBrowser {
    /// How long it takes until an element that is not there is looked for again.
    private static let pause = Duration.milliseconds(50)

    /// The middle of an element, once it is there and in view.
    func place(of element: PageElement, on page: BrowserPage) async throws(PageFailure) -> PagePoint {
        let deadline = ContinuousClock.now + element.wait
        while true {
            if let id = try await object(of: element, on: page),
                let place = await self.place(of: id, on: page)
            {
                return place
            }
            guard ContinuousClock.now < deadline else {
                throw .noElement(
                    "\(element.selector.prefix(200)) finds no element number \(element.index) that has a place on the page "
                        + "at \(page.url.prefix(200)).")
            }
            do { try await Task.sleep(for: Self.pause) } catch { throw .browser(.ended("Nobody waits any longer.")) }
        }
    }

    /// The page's own handle of an element; nil if it is not there yet.
    private func object(of element: PageElement, on page: BrowserPage) async throws(PageFailure) -> String? {
        let selector = JSONWriter.text(element.selector)
        let answer = try await inPage { () throws(BrowserFailure) in
            try await command(
                "Runtime.evaluate", ["expression": .string("document.querySelectorAll(\(selector))[\(element.index)]")],
                on: page)
        }
        if let exception = answer["exceptionDetails"]?.object {
            let words = exception["exception"]?.object?["description"]?.string ?? exception["text"]?.string ?? ""
            throw .invalidSelector(String(words.prefix { $0 != "\n" }))
        }
        return answer["result"]?.object?["objectId"]?.string
    }

    /// The middle of an element; nil if it has none, because nothing of it is shown, or it has just gone.
    private func place(of objectID: String, on page: BrowserPage) async -> PagePoint? {
        let object: JSONObject = ["objectId": .string(objectID)]
        guard (try? await command("DOM.scrollIntoViewIfNeeded", object, on: page)) != nil,
            let answer = try? await command("DOM.getContentQuads", object, on: page),
            let quad = answer["quads"]?.array?.first?.array?.compactMap({ Double(field: $0) }), quad.count == 8
        else { return nil }
        return PagePoint(
            x: (quad[0] + quad[2] + quad[4] + quad[6]) / 4, y: (quad[1] + quad[3] + quad[5] + quad[7]) / 4)
    }

    /// The same work, whose failures are those of a page.
    func inPage<Value>(_ work: () async throws(BrowserFailure) -> Value) async throws(PageFailure) -> Value {
        do throws(BrowserFailure) { return try await work() } catch { throw .browser(error) }
    }
}
