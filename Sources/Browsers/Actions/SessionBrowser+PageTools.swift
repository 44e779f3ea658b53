import FoundationEssentials
package import Kernel

/// What somebody wants to see of which page.
package struct PageVisit: Sendable {
    /// The address to open; nil for the page as it is.
    package var url: String?
    /// The number of the page among those that are open; nil for the selected one.
    package var index: Int?
    /// Whether a tab of its own is opened for the address; it stays open.
    package var isInNewPage = false
    /// How long to wait once it is loaded.
    package var wait: Duration = .zero
    /// How long it may take in all.
    package var limit: Duration = .seconds(30)

    /// A visit to the selected page as it is.
    package init() {}
}

/// How a picture of a page is taken.
package struct PageExposure: Sendable {
    /// The size of the viewport; nil where it stays what it is.
    package var width: Int?
    package var height: Int?
    /// Whether everything above and below the viewport is in the picture, too.
    package var hasFullHeight = false
    /// Whether the page is scrolled to its end before, so that what loads late is there.
    package var scrollsThrough = false

    /// The viewport as it is.
    package init() {}
}

/// What tools do that look at a page as a whole.
extension SessionBrowser {
    /// What of a page's source is given, in UTF-16 units; what is beyond that is cut off.
    private static let longestSource = 8 << 20
    /// The highest picture.
    private static let highestPicture: Int64 = 16_384

    /// The source of a page as it is now, once it is loaded.
    ///
    /// - Returns: the source, and whether the page was still loading when the time was up.
    package func source(_ visit: PageVisit) async throws(PageFailure) -> (text: String, isPartial: Bool) {
        let (page, isPartial) = try await visited(visit)
        let script = """
            ((document.doctype ? `<!DOCTYPE ${document.doctype.name}>` : '') + \
            (document.documentElement ? document.documentElement.outerHTML : '')).slice(0, \(Self.longestSource))
            """
        let answer = try await inPage { () throws(BrowserFailure) in
            try await command(
                "Runtime.evaluate", ["expression": .string(script), "returnByValue": true], on: page)
        }
        return (answer["result"]?.object?["value"]?.string ?? "", isPartial)
    }

    /// A picture of a page as PNG, once it is loaded.
    package func picture(_ visit: PageVisit, _ exposure: PageExposure) async throws(PageFailure) -> [UInt8] {
        let (page, _) = try await visited(visit)
        return try await inPage { () throws(BrowserFailure) in try await picture(of: page, exposure) }
    }

    /// A page as PDF, once it is loaded.
    ///
    /// - Parameter options: those of `Page.printToPDF`.
    package func print(_ visit: PageVisit, _ options: JSONObject) async throws(PageFailure) -> [UInt8] {
        let (page, _) = try await visited(visit)
        return try await inPage { () throws(BrowserFailure) in
            let answer = try await command("Page.printToPDF", options, on: page, within: .seconds(30))
            return try Self.bytes(of: answer, "Page.printToPDF")
        }
    }

    /// The page that a visit is to, with its address opened.
    private func visited(_ visit: PageVisit) async throws(PageFailure) -> (page: BrowserPage, isPartial: Bool) {
        let page: BrowserPage
        if let index = visit.index {
            let pages = try await inPage { () throws(BrowserFailure) in try await self.pages() }
            guard pages.indices.contains(index) else { throw .noPage(index, of: pages.count) }
            page = pages[index]
        } else {
            page = try await inPage { () throws(BrowserFailure) in
                visit.isInNewPage ? try await newPage() : try await selectedPage()
            }
        }
        let deadline = ContinuousClock.now + visit.limit
        var isPartial = false
        if let url = visit.url {
            do throws(PageFailure) {
                try await open(url, in: page, within: visit.limit)
            } catch {
                guard case .browser(.timedOut) = error else { throw error }
                isPartial = true
            }
        }
        let wait = min(visit.wait, deadline - ContinuousClock.now)
        if wait > .zero {
            do { try await Task.sleep(for: wait) } catch { throw .browser(.ended("Nobody waits any longer.")) }
        }
        return (page, isPartial)
    }

    private func picture(of page: BrowserPage, _ exposure: PageExposure) async throws(BrowserFailure) -> [UInt8] {
        let isResized = exposure.width != nil || exposure.height != nil
        if isResized {
            _ = try await command(
                "Emulation.setDeviceMetricsOverride",
                [
                    "width": .integer(Int64(exposure.width ?? setup.width)),
                    "height": .integer(Int64(exposure.height ?? setup.height)), "deviceScaleFactor": 1, "mobile": false,
                ], on: page)
        }
        let picture: Result<[UInt8], BrowserFailure>
        do throws(BrowserFailure) { picture = .success(try await expose(page, exposure)) } catch {
            picture = .failure(error)
        }
        if isResized { _ = try? await command("Emulation.clearDeviceMetricsOverride", on: page) }
        return try picture.get()
    }

    private func expose(_ page: BrowserPage, _ exposure: PageExposure) async throws(BrowserFailure) -> [UInt8] {
        if exposure.scrollsThrough {
            let script = """
                (async () => {
                  for (let i = 0; i < 50 && scrollY + innerHeight < document.documentElement.scrollHeight; i++) {
                    scrollBy(0, innerHeight);
                    await new Promise(done => setTimeout(done, 20));
                  }
                  scrollTo(0, 0);
                })()
                """
            _ = try await command(
                "Runtime.evaluate", ["expression": .string(script), "awaitPromise": true], on: page)
        }
        let metrics = try await command("Page.getLayoutMetrics", on: page)
        let view = metrics["cssVisualViewport"]?.object ?? JSONObject()
        let content = metrics["cssContentSize"]?.object ?? JSONObject()
        let height = content["height"]?.wholeNumber ?? Int64(setup.height)
        var clip: JSONObject = [
            "x": view["pageX"] ?? 0, "y": view["pageY"] ?? 0,
            "width": view["clientWidth"] ?? .integer(Int64(setup.width)),
            "height": view["clientHeight"] ?? .integer(Int64(setup.height)), "scale": 1,
        ]
        if exposure.hasFullHeight {
            clip["y"] = 0
            clip["height"] = .integer(min(height, Self.highestPicture))
        }
        let answer = try await command(
            "Page.captureScreenshot",
            ["format": "png", "clip": .object(clip), "captureBeyondViewport": .bool(exposure.hasFullHeight)], on: page,
            within: .seconds(20))
        return try Self.bytes(of: answer, "Page.captureScreenshot")
    }

    private static func bytes(of answer: JSONObject, _ command: String) throws(BrowserFailure) -> [UInt8] {
        guard let text = answer["data"]?.string, let data = Data(base64Encoded: text) else {
            throw .refused(command: command, code: 0, message: "the answer has no data")
        }
        return Array(data)
    }
}
