import HTTPTypes
import Kernel
import KernelHTTP

/// Mouse, keyboard and clipboard of a session's page, and where it goes (anchor.md 10 and 12.4).
extension Endpoint {
    static let clickMouse = Endpoint(
        "anchor.clickMouse", .post, "/v1/sessions/{sessionId}/mouse/click", "Click",
        choice: """
            404 if the selector finds nothing before `timeout`, 400 if it is none; `timeout` is 60,000 at most. Without a \
            browser there is no page to search, and every selector is found.
            """)
    static let doubleClickMouse = Endpoint(
        "anchor.doubleClickMouse", .post, "/v1/sessions/{sessionId}/mouse/doubleClick", "Double-click")
    static let pressMouseButton = Endpoint(
        "anchor.pressMouseButton", .post, "/v1/sessions/{sessionId}/mouse/down", "Press a mouse button")
    static let releaseMouseButton = Endpoint(
        "anchor.releaseMouseButton", .post, "/v1/sessions/{sessionId}/mouse/up", "Release a mouse button")
    static let moveMouse = Endpoint(
        "anchor.moveMouse", .post, "/v1/sessions/{sessionId}/mouse/move", "Move the mouse")
    static let dragAndDrop = Endpoint(
        "anchor.dragAndDrop", .post, "/v1/sessions/{sessionId}/drag-and-drop", "Drag from one point to another")
    static let scroll = Endpoint(
        "anchor.scroll", .post, "/v1/sessions/{sessionId}/scroll", "Scroll",
        choice: """
            Deltas are pixels. `steps` is 1 by default and 100 at most; `useOs` is ignored. Without a browser only the \
            pointer moves.
            """)
    static let typeText = Endpoint(
        "anchor.typeText", .post, "/v1/sessions/{sessionId}/keyboard/type", "Type a text",
        choice: """
            `delay` is 10,000 at most, and the whole text may take a minute. Without a browser the text goes into the one \
            field of the stand-in page, at once.
            """)
    static let pressKeyboardShortcut = Endpoint(
        "anchor.pressKeyboardShortcut", .post, "/v1/sessions/{sessionId}/keyboard/shortcut", "Press keys together",
        choice: """
            Keys are the vendor's names or signs of a US keyboard, in any case; an unknown one answers 400. Of the \
            browser's own shortcuts F5, Ctrl+R, Ctrl+T, Ctrl+W and Alt with an arrow work. Without a browser Ctrl with A, \
            C, X and V edit the stand-in page, which has one tab and no undo.
            """)
    static let setClipboard = Endpoint(
        "anchor.setClipboard", .post, "/v1/sessions/{sessionId}/clipboard", "Fill the clipboard")
    static let pasteText = Endpoint("anchor.pasteText", .post, "/v1/sessions/{sessionId}/paste", "Paste a text")
    static let goToURL = Endpoint(
        "anchor.goToURL", .post, "/v1/sessions/{sessionId}/goto", "Open a page",
        choice: """
            http, https, `data:` and `about:blank` only. A page that answers with an error is opened all the same; one \
            that cannot be reached answers 500 with the browser's words. Waits for the page to load, 30 seconds at most. \
            Without a browser every address opens, and nothing is asked of it.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/{sessionId}/mouse/click` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/mouse/doubleClick` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/mouse/down` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/mouse/up` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/mouse/move` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/drag-and-drop` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/scroll` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/keyboard/type` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/keyboard/shortcut` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/clipboard` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/paste` | 200 `{status}` |
/// | `POST /v1/sessions/{sessionId}/goto` | 200 `{status}`, some errors nested |
enum PageActionController {
    static let routes: [Route<AnchorStore>] = [
        route(.clickMouse, PageAction.click),
        route(.doubleClickMouse, PageAction.doubleClick),
        route(.pressMouseButton, PageAction.press),
        route(.releaseMouseButton, PageAction.release),
        route(.moveMouse, PageAction.move),
        route(.dragAndDrop, PageAction.drag),
        route(.scroll, PageAction.scroll),
        route(.typeText, PageAction.type),
        route(.pressKeyboardShortcut, PageAction.pressTogether),
        route(.setClipboard, PageAction.setClipboard),
        route(.pasteText, PageAction.paste),
        route(.goToURL, PageAction.open),
    ]

    private static func route(
        _ endpoint: Endpoint, _ read: @escaping @Sendable (Fields) throws -> PageAction
    ) -> Route<AnchorStore> {
        Route(
            endpoint, admit: AnchorAccess.apiKey,
            waiting: { call in
                let action = try read(call.members())
                try await call.screen(of: call.parameter("sessionId")).perform(action)
                return .json(.ok, PageActionReply())
            })
    }
}

/// `{status}`, as what is done to a page answers (anchor.md 12.4). The word is ours.
private struct PageActionReply: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { $0.member("status", "success") }
    }
}
