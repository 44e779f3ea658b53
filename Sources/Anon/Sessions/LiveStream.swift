import Browsers
import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// What a remote browser's live page asks for while somebody watches (anon.md 3.5). All of it is ours; like the page it takes no
/// credential: who knows the browser's id may watch and use it.
extension Endpoint {
    static let streamLiveStream = Endpoint(
        "anon.streamLiveStream", .get, "/live/{browserId}/frames", "Watch a remote browser, picture by picture",
        provenance: .ours,
        choice: """
            JPEG pictures of the tab in front in `multipart/x-mixed-replace`: when something changes, at most ten a \
            second, to four viewers at most. Starts the browser.
            """)
    static let getLiveStreamPage = Endpoint(
        "anon.getLiveStreamPage", .get, "/live/{browserId}/page", "Read the address of what a remote browser shows",
        provenance: .ours, choice: "Of the tab in front. Starts the browser.")
    static let sendLiveStreamInput = Endpoint(
        "anon.sendLiveStreamInput", .post, "/live/{browserId}/input", "Do something to what a remote browser shows",
        provenance: .ours,
        choice: """
            Pointer, wheel and keys, at places in parts of the picture. 403 for pages of other origins. Nothing happens \
            while nobody watches.
            """)
}

extension RemoteBrowserController {
    /// The page that shows a remote browser.
    static func screen(of id: String) -> Reply {
        let path = "/live/\(PercentCoding.encode(id))"
        let setup = BrowserSetup()
        var screen = LiveScreen(
            vendor: "Anon", title: "Remote browser", frames: "\(path)/frames", page: "\(path)/page", width: setup.width,
            height: setup.height)
        screen.input = "\(path)/input"
        return screen.reply
    }

    @Sendable static func stream(_ call: AnonCall) async throws -> Reply {
        let browser = try await browser(call)
        do throws(BrowserFailure) {
            return .frames(try browser.screencasts.watch(), of: call.parameter("browserId"))
        } catch { throw AnonProblem.browser(error) }
    }

    @Sendable static func page(_ call: AnonCall) async throws -> Reply {
        let browser = try await browser(call)
        do throws(BrowserFailure) {
            return .json(.ok, LiveStreamPageReply(page: try await browser.openPage(nil)))
        } catch {
            throw AnonProblem.browser(error)
        }
    }

    @Sendable static func send(_ call: AnonCall) async throws -> Reply {
        if let origin = call.exchange.header("Origin"), !call.exchange.isOwn(origin) {
            throw AnonProblem.forbidden(
                Reason(AnonReason.liveStreamForeign, "Only the live page itself sends this, not one of \(origin)."))
        }
        let input = try LiveInput(call.members())
        let browser = try await browser(call)
        do throws(BrowserFailure) { try await input.apply(to: browser, page: nil) } catch {
            throw AnonProblem.browser(error)
        }
        return .json(.ok, SuccessReply())
    }

    private static func browser(_ call: AnonCall) async throws -> SessionBrowser {
        let id = call.parameter("browserId")
        let setup = call.store.read { state in state.remoteBrowsers[id].map { state.browserSetup(for: $0) } }
        guard let setup else {
            throw AnonProblem(.notFound, "Not Found", Reason(AnonReason.browserUnknown, "No remote browser has \(id)."))
        }
        do throws(BrowserFailure) {
            return try await call.store.browsers.browser(of: id, startingWith: setup)
        } catch {
            throw AnonProblem.browser(error)
        }
    }
}

/// `{title, url}`; empty as long as no page is open.
private struct LiveStreamPageReply: JSONWritable {
    let page: BrowserPage?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("title", page?.title ?? "")
            json.member("url", page?.url ?? "")
        }
    }
}
