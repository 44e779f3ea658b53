import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What can be read of a session's pages (anchor.md 4, 10 and 12.4).
extension Endpoint {
    static let listSessionPages = Endpoint(
        "anchor.listSessionPages", .get, "/v1/sessions/{session_id}/pages",
        "List the open pages, the tabs of the browser",
        choice: """
            Answers the newest envelope, not the bare array that older clients knew. In the order of opening; none once \
            the session has ended. Without a browser there is one page, whose title says so.
            """)
    static let takeSessionScreenshot = Endpoint(
        "anchor.takeSessionScreenshot", .get, "/v1/sessions/{sessionId}/screenshot", "Take a picture of the screen",
        choice: """
            The visible part of the selected page. Without a browser a picture of the viewport's size says what it is, \
            with address, typed text and pointer; of a viewport beyond 4096 × 2304 it shows so much.
            """)
    static let getClipboard = Endpoint(
        "anchor.getClipboard", .get, "/v1/sessions/{sessionId}/clipboard", "Read the clipboard")
    static let copySelection = Endpoint(
        "anchor.copySelection", .post, "/v1/sessions/{sessionId}/copy", "Copy what is selected",
        choice: """
            What is copied is in the clipboard as well. Without a browser it is everything typed and pasted since the \
            page was opened, selected or not.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/{session_id}/pages` | 200 `{data: {count, items}}` of `ListSessionPages.Item` |
/// | `GET /v1/sessions/{sessionId}/screenshot` | 200 `image/png`, errors `{error}` |
/// | `GET /v1/sessions/{sessionId}/clipboard` | 200 `{data: {text}}` |
/// | `POST /v1/sessions/{sessionId}/copy` | 200 `{text}` |
enum SessionPageController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listSessionPages, admit: AnchorAccess.apiKey, waiting: listPages),
        // Drawing takes some milliseconds.
        Route(.takeSessionScreenshot, workload: .long, admit: AnchorAccess.apiKey, waiting: takeScreenshot),
        Route(.getClipboard, admit: AnchorAccess.apiKey, waiting: getClipboard),
        Route(.copySelection, admit: AnchorAccess.apiKey, waiting: copySelection),
    ]

    private static func listPages(_ call: AnchorCall) async throws -> Reply {
        let id = call.parameter("session_id")
        let session = try call.update { try $0.useSession(id, $1) }
        guard session.status(at: call.now) == .running else { return .json(.ok, ItemsReply([ListSessionPages.Item]())) }
        let addresses = SessionAddresses(of: session, from: call.exchange.origin)
        let pages = try await call.screen(of: session.id).pages()
        return .json(.ok, ItemsReply(pages.map { ListSessionPages.Item($0, addresses: addresses) }))
    }

    private static func takeScreenshot(_ call: AnchorCall) async throws -> Reply {
        let id = call.parameter("sessionId")
        let picture = try await call.screen(of: id).screenshot()
        call.store.update { $0.countScreenshot(of: id) }
        return Reply(.ok, headers: [.contentType: "image/png"], body: ByteBuffer(bytes: picture))
    }

    private static func getClipboard(_ call: AnchorCall) async throws -> Reply {
        let text = try await call.screen(of: call.parameter("sessionId")).clipboardText()
        return .json(.ok, GetClipboard.Reply(text: text))
    }

    private static func copySelection(_ call: AnchorCall) async throws -> Reply {
        let text = try await call.screen(of: call.parameter("sessionId")).copySelection()
        return .json(.ok, TextReply(text: text))
    }
}

// MARK: - Replies

/// `GET /v1/sessions/{session_id}/pages` (anchor.md 4)
private enum ListSessionPages {
    struct Item: JSONWritable {
        private let page: OpenPage
        private let addresses: SessionAddresses

        init(_ page: OpenPage, addresses: SessionAddresses) {
            self.page = page
            self.addresses = addresses
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", page.id)
                json.member("title", page.title)
                json.member("url", page.url)
                json.member("frontend_url", addresses.liveView(ofPage: page.id))
            }
        }
    }
}

/// `{data: {text}}` (anchor.md 10)
private enum GetClipboard {
    struct Reply: JSONWritable {
        let text: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("data", TextReply(text: text)) }
        }
    }
}

/// `{text}` (anchor.md 10)
private struct TextReply: JSONWritable {
    let text: String

    func write(to json: inout JSONWriter) {
        json.object { $0.member("text", text) }
    }
}
