import HTTPTypes
import KernelHTTP

/// Keyboard, mouse, clipboard and files of a session (anchor.md 10): known, not simulated.
extension AnchorEndpoints {
    static let browserControl: [Endpoint] = [
        .missing("takeSessionScreenshot", .get, "/v1/sessions/{sessionId}/screenshot", "Take a picture of the screen"),
        .missing("clickMouse", .post, "/v1/sessions/{sessionId}/mouse/click", "Click"),
        .missing("doubleClickMouse", .post, "/v1/sessions/{sessionId}/mouse/doubleClick", "Double-click"),
        .missing("pressMouseButton", .post, "/v1/sessions/{sessionId}/mouse/down", "Press a mouse button"),
        .missing("releaseMouseButton", .post, "/v1/sessions/{sessionId}/mouse/up", "Release a mouse button"),
        .missing("moveMouse", .post, "/v1/sessions/{sessionId}/mouse/move", "Move the mouse"),
        .missing("dragAndDrop", .post, "/v1/sessions/{sessionId}/drag-and-drop", "Drag from one point to another"),
        .missing("scroll", .post, "/v1/sessions/{sessionId}/scroll", "Scroll"),
        .missing("typeText", .post, "/v1/sessions/{sessionId}/keyboard/type", "Type a text"),
        .missing("pressKeyboardShortcut", .post, "/v1/sessions/{sessionId}/keyboard/shortcut", "Press keys together"),
        .missing("getClipboard", .get, "/v1/sessions/{sessionId}/clipboard", "Read the clipboard"),
        .missing("setClipboard", .post, "/v1/sessions/{sessionId}/clipboard", "Fill the clipboard"),
        .missing("copySelection", .post, "/v1/sessions/{sessionId}/copy", "Copy what is selected"),
        .missing("pasteText", .post, "/v1/sessions/{sessionId}/paste", "Paste a text"),
        .missing("goToURL", .post, "/v1/sessions/{sessionId}/goto", "Open a page"),
        .missing("uploadSessionFiles", .post, "/v1/sessions/{sessionId}/uploads", "Upload files into a session"),
    ]
}
