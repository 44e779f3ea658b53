import Browsers
import Kernel

/// What stands in for a session's page where no browser runs behind sessions: as much of a page as REST calls can tell apart.
///
/// It never asks a site for anything. All that it knows is what clients did to it: one text field in which everything typed
/// ends up, a clipboard, a mouse and a history.
struct SessionPage: Codable, Sendable, Equatable {
    /// A file that was uploaded. Its bytes are not kept, as no page is there to take them.
    struct Upload: Codable, Sendable, Equatable {
        let name: String
        let size: Int
    }

    /// The page would take more bytes than it may.
    struct Full: Error {}

    /// How many bytes a page may take (ours; Limits.md).
    static let largest = 64 << 10
    /// How many addresses the history keeps each way, as browsers do.
    private static let mostVisits = 50
    /// How many uploads are kept; older ones are forgotten.
    private static let mostUploads = 100

    /// The address that it shows.
    private(set) var url: String
    private var back: [String] = []
    private var forward: [String] = []
    /// Everything typed and pasted since the page was opened.
    private(set) var text = ""
    /// Whether all of the text is selected; nothing of it otherwise.
    private(set) var isTextSelected = false
    /// What was copied last.
    private(set) var clipboard = ""
    /// The mouse.
    private(set) var pointer = PointerState()
    /// The files that were uploaded, the oldest first.
    private(set) var uploads: [Upload] = []

    /// A page that shows `url`.
    init(url: String) {
        self.url = url
    }

    /// How many bytes it takes, more or less.
    private var footprint: Int {
        let texts = back + forward + uploads.map(\.name) + [url, text, clipboard]
        return texts.reduce(0) { $0 + $1.utf8.count }
    }

    /// Makes a change that must leave the page within its bounds; one that does not leaves it as it was.
    private mutating func change(_ work: (inout SessionPage) -> Void) throws(Full) {
        var changed = self
        work(&changed)
        guard changed.footprint <= Self.largest else { throw Full() }
        self = changed
    }

    // MARK: Where it is

    /// Opens an address.
    mutating func open(_ address: String) throws(Full) {
        try change { page in
            page.back = (page.back + [page.url]).suffix(Self.mostVisits)
            page.forward = []
            page.arrive(at: address)
        }
    }

    /// Goes back in the history, if there is a way.
    mutating func goBack() {
        guard let address = back.popLast() else { return }
        forward.append(url)
        arrive(at: address)
    }

    /// Goes forward in the history, if there is a way.
    mutating func goForward() {
        guard let address = forward.popLast() else { return }
        back.append(url)
        arrive(at: address)
    }

    /// Loads the same address again.
    mutating func reload() {
        arrive(at: url)
    }

    private mutating func arrive(at address: String) {
        url = address
        text = ""
        isTextSelected = false
    }

    // MARK: The mouse

    /// Moves the mouse.
    mutating func move(to place: PagePoint) {
        pointer.move(to: place)
    }

    /// Presses a button.
    mutating func press(_ button: MouseButton, at place: PagePoint) {
        pointer.press(button, at: place)
        isTextSelected = false
    }

    /// Releases a button.
    mutating func release(_ button: MouseButton, at place: PagePoint) {
        pointer.release(button, at: place)
    }

    // MARK: The text

    /// Types a text, which takes the place of what is selected.
    mutating func type(_ typed: String) throws(Full) {
        try change { page in
            page.text = page.isTextSelected ? typed : page.text + typed
            page.isTextSelected = false
        }
    }

    /// Presses keys together, in this order.
    mutating func press(_ keys: [KeyboardKey]) throws(Full) {
        var held: KeyModifiers = []
        for key in keys {
            held.formUnion(key.modifiers)
            if let command = KeyCommand(key, with: held) {
                try perform(command)
            } else if held.isDisjoint(with: [.control, .meta, .alt]) {
                try press(key, isShifted: held.contains(.shift))
            }
        }
    }

    private mutating func press(_ key: KeyboardKey, isShifted: Bool) throws(Full) {
        switch key.name {
        case "Enter": try type("\n")
        case "Backspace" where !text.isEmpty:
            if isTextSelected { text = "" } else { text.removeLast() }
            isTextSelected = false
        case "Delete" where isTextSelected:
            text = ""
            isTextSelected = false
        case _ where key.isSign: try type(isShifted ? key.shiftedName : key.text)
        default: break
        }
    }

    private mutating func perform(_ command: KeyCommand) throws(Full) {
        switch command {
        case .selectAll: isTextSelected = !text.isEmpty
        case .copy: if isTextSelected { try setClipboard(text) }
        case .cut:
            guard isTextSelected else { return }
            try setClipboard(text)
            try type("")
        case .paste: try type(clipboard)
        case .reload: reload()
        case .back: goBack()
        case .forward: goForward()
        // There is one page, and its text has no history.
        case .undo, .redo, .newPage, .closePage: break
        }
    }

    // MARK: The clipboard and files

    /// Puts a text into the clipboard.
    mutating func setClipboard(_ text: String) throws(Full) {
        try change { $0.clipboard = text }
    }

    /// Copies the text as if all of it were selected, and returns it.
    mutating func copy() throws(Full) -> String {
        try setClipboard(text)
        return text
    }

    /// Puts a text into the clipboard, and from there into the page.
    mutating func paste(_ text: String) throws(Full) {
        try setClipboard(text)
        try type(text)
    }

    /// Takes note of an uploaded file.
    mutating func receive(_ upload: Upload) throws(Full) {
        try change { $0.uploads = ($0.uploads + [upload]).suffix(Self.mostUploads) }
    }
}

extension Session {
    /// The page that stands in for a browser's: as the session was created, until somebody does something to it.
    var pageModel: SessionPage {
        get { page ?? SessionPage(url: configuration.session.initialURL ?? "about:blank") }
        set { if newValue != pageModel { page = newValue } }
    }
}
