import Browsers
import Kernel
import KernelHTTP

/// The screen of a session that a browser runs behind.
struct BrowserScreen: SessionScreen {
    let browser: SessionBrowser

    init(_ browser: SessionBrowser) {
        self.browser = browser
    }

    func perform(_ action: PageAction) async throws { try await act { try await act(action) } }

    func screenshot() async throws -> [UInt8] { try await act { try await browser.screenshot() } }

    func clipboardText() async throws -> String { try await act { try await browser.clipboardText() } }

    func copySelection() async throws -> String { try await act { try await browser.copySelection() } }

    func keep(_ file: UploadedFile) async throws -> String {
        let path = try await act { try await browser.keepUpload(file.bytes, as: file.name) }
        return "\(file.name) lies at \(path)"
    }

    func pages() async throws -> [OpenPage] {
        try await act { try await browser.pages() }.map { OpenPage(id: $0.id, title: $0.title, url: $0.url) }
    }

    private func act(_ action: PageAction) async throws {
        switch action {
        case .open(let address): try await browser.open(address)
        case .move(let place): try await browser.moveMouse(to: place)
        case .press(let button, let place): try await browser.pressMouse(button, at: place)
        case .release(let button, let place): try await browser.releaseMouse(button, at: place)
        case .click(let button, let place): try await browser.click(button, at: place)
        case .clickElement(let element, let button): try await browser.click(button, on: element)
        case .doubleClick(let button, let place): try await browser.doubleClick(button, at: place)
        case .drag(let button, let start, let end): try await browser.drag(button, from: start, to: end)
        case .scroll(let scroll): try await browser.scroll(scroll)
        case .type(let text, let delay): try await browser.type(text, delay: delay)
        case .pressTogether(let keys, let hold): try await browser.press(keys, holding: hold)
        case .setClipboard(let text): try await browser.setClipboard(text)
        case .paste(let text): try await browser.paste(text)
        }
    }

    /// Calls on one session go one after the other: two navigations at once would abort each other.
    func act<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await browser.inTurn(work)
        } catch let failure as PageFailure {
            throw AnchorProblem(failure)
        } catch let failure as BrowserFailure {
            throw AnchorProblem(failure)
        }
    }
}
