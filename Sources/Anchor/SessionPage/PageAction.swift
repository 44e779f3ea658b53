import Browsers
import Kernel
import KernelHTTP

/// What a REST call does to a session's page without wanting to know anything of it (anchor.md 10 and 12.4).
enum PageAction: Sendable, Equatable {
    case open(String)
    case move(PagePoint)
    case press(MouseButton, PagePoint)
    case release(MouseButton, PagePoint)
    case click(MouseButton, PagePoint)
    case clickElement(PageElement, MouseButton)
    case doubleClick(MouseButton, PagePoint)
    case drag(MouseButton, from: PagePoint, to: PagePoint)
    case scroll(PageScroll)
    case type(String, delay: Duration)
    case pressTogether([KeyboardKey], hold: Duration)
    case setClipboard(String)
    case paste(String)
}

// MARK: - Bodies

/// Fields of the wrong type are refused; where bodies are taken as they come, missing places are the page's corner and
/// missing texts are empty.
extension PageAction {
    /// `{url}`
    static func open(_ fields: Fields) throws -> PageAction {
        let text: String = try fields.orEmpty("url")
        if let address = OpenableAddress(text) { return .open(address.text) }
        if fields.reading == .lenient { return .open("about:blank") }
        throw AnchorProblem.addressRefused(text)
    }

    /// `{x, y}`
    static func move(_ fields: Fields) throws -> PageAction { .move(try fields.place("x", "y")) }

    /// `{x, y, button?}`
    static func press(_ fields: Fields) throws -> PageAction {
        .press(try fields.button(), try fields.place("x", "y"))
    }

    /// `{x, y, button?}`
    static func release(_ fields: Fields) throws -> PageAction {
        .release(try fields.button(), try fields.place("x", "y"))
    }

    /// `{x, y, button?}`
    static func doubleClick(_ fields: Fields) throws -> PageAction {
        .doubleClick(try fields.button(), try fields.place("x", "y"))
    }

    /// `{x?, y?, button?, selector?, timeout?, index?}`: either a place or a selector (anchor.md 12.4).
    static func click(_ fields: Fields) throws -> PageAction {
        let button = try fields.button()
        let (x, y): (Double?, Double?) = (try fields.optional("x"), try fields.optional("y"))
        let selector: String? = try fields.optional("selector")
        let timeout = try fields.milliseconds("timeout", atMost: PageElement.longestWait) ?? PageElement.usualWait
        let index = try fields.optional("index", as: Int.self) ?? 0
        if fields.reading == .strict {
            if index < 0 { throw fields.complaint("index", "must be 0 or more, not \(index)") }
            if selector != nil, x != nil || y != nil {
                throw fields.complaint("selector", "must not come together with x and y")
            }
            if selector == nil, x == nil, y == nil { throw fields.complaint("x", "is required, with y, or a selector") }
            if selector == nil, x == nil { throw fields.complaint("x", "is required") }
            if selector == nil, y == nil { throw fields.complaint("y", "is required") }
            if selector?.isEmpty == true { throw fields.complaint("selector", "must not be empty") }
        }
        if let selector, x == nil || y == nil {
            return .clickElement(PageElement(selector: selector, index: max(0, index), wait: timeout), button)
        }
        return .click(button, PagePoint(x: x ?? 0, y: y ?? 0))
    }

    /// `{startX, startY, endX, endY, button?}`
    static func drag(_ fields: Fields) throws -> PageAction {
        .drag(
            try fields.button(), from: try fields.place("startX", "startY"), to: try fields.place("endX", "endY"))
    }

    /// `{x, y, deltaX?, deltaY, steps?, useOs?}`; `useOs` is ignored.
    static func scroll(_ fields: Fields) throws -> PageAction {
        let place = try fields.place("x", "y")
        let (right, down) = (try fields.optional("deltaX", as: Int.self) ?? 0, try fields.orZero("deltaY"))
        let steps = try fields.optional("steps", as: Int.self) ?? 1
        if fields.reading == .strict, !(1...PageScroll.mostSteps).contains(steps) {
            throw fields.complaint("steps", "must be from 1 to \(PageScroll.mostSteps), not \(steps)")
        }
        _ = try fields.optional("useOs", as: Bool.self)
        return .scroll(
            PageScroll(
                at: place, by: PagePoint(x: Double(right), y: Double(down)),
                steps: min(max(1, steps), PageScroll.mostSteps)))
    }

    /// `{text, delay?}`
    static func type(_ fields: Fields) throws -> PageAction {
        let text: String = try fields.orEmpty("text")
        let delay = try fields.milliseconds("delay", atMost: longestPause) ?? .zero
        // What a client sends may have millions of characters: their number times the pause is only made of small ones.
        let wait = Double(text.unicodeScalars.count) * (delay / .milliseconds(1))
        guard wait <= longestTyping / .milliseconds(1) else {
            guard fields.reading == .strict else { return .type(text, delay: .zero) }
            throw fields.complaint("delay", "must not make the typing longer than \(longestTyping.seconds) s in all")
        }
        return .type(text, delay: delay)
    }

    /// `{keys, holdTime?}`
    static func pressTogether(_ fields: Fields) throws -> PageAction {
        let names: [String] = try fields.list("keys") ?? (fields.reading == .lenient ? [] : fields.required("keys"))
        let hold = try fields.milliseconds("holdTime", atMost: longestPause) ?? .zero
        if fields.reading == .strict, !(1...mostKeys).contains(names.count) {
            throw fields.complaint("keys", "must have from 1 to \(mostKeys) elements, not \(names.count)")
        }
        var keys: [KeyboardKey] = []
        for (index, name) in names.prefix(mostKeys).enumerated() {
            if let key = KeyboardKey.ofVendor(name) {
                keys.append(key)
            } else if fields.reading == .strict {
                throw fields.complaint("keys.\(index)", "must be a key such as a, Enter or Ctrl, not \"\(name)\"")
            }
        }
        return .pressTogether(keys, hold: hold)
    }

    /// `{text}`
    static func setClipboard(_ fields: Fields) throws -> PageAction { .setClipboard(try fields.orEmpty("text")) }

    /// `{text}`
    static func paste(_ fields: Fields) throws -> PageAction { .paste(try fields.orEmpty("text")) }

    /// How long a key may be held, or be waited for before the next (ours; Limits.md).
    private static let longestPause = Duration.seconds(10)
    /// How long a text may take to type.
    private static let longestTyping = Duration.seconds(60)
    /// How many keys may be pressed together.
    private static let mostKeys = 20
}

extension Fields {
    fileprivate func orEmpty(_ name: String) throws(FieldComplaint) -> String {
        reading == .lenient ? try optional(name) ?? "" : try required(name)
    }

    fileprivate func orZero(_ name: String) throws(FieldComplaint) -> Int {
        reading == .lenient ? try optional(name) ?? 0 : try required(name)
    }

    fileprivate func place(_ x: String, _ y: String) throws(FieldComplaint) -> PagePoint {
        PagePoint(x: Double(try orZero(x)), y: Double(try orZero(y)))
    }

    fileprivate func button() throws(FieldComplaint) -> MouseButton { try choice("button") ?? .left }

    /// A time that is waited for; nil if it is absent.
    fileprivate func milliseconds(_ name: String, atMost most: Duration) throws(FieldComplaint) -> Duration? {
        guard let number: Double = try optional(name) else { return nil }
        let range = 0...most / .milliseconds(1)
        guard range.contains(number) else {
            guard reading == .strict else { return number > 0 ? most : .zero }
            throw complaint(
                name, "must be from 0 to \(Int(range.upperBound)) milliseconds, not \(JSONWriter.text(number))")
        }
        return .microseconds(Int64(number * 1000))
    }
}

extension Duration {
    fileprivate var seconds: Int64 { components.seconds }
}

extension KeyboardKey {
    /// The key of one of the vendor's names, or a sign (anchor.md 12.4). Case does not matter (ours).
    static func ofVendor(_ name: String) -> KeyboardKey? { .named(vendorNames[name.lowercased()] ?? name) }

    private static let vendorNames = [
        "ctrl": "Control", "command": "Meta", "cmd": "Meta", "windows": "Meta", "win": "Meta", "return": "Enter",
        "esc": "Escape", "ins": "Insert", "space": " ", "up": "ArrowUp", "down": "ArrowDown", "left": "ArrowLeft",
        "right": "ArrowRight",
    ]
}

/// An address that REST calls may open: no file of the machine's, and no page of the browser's own (ours; Choices.md).
struct OpenableAddress: Sendable, Equatable {
    let text: String

    /// Reads an http or https URL, a `data:` URL or `about:blank`; nil for anything else.
    init?(_ text: String) {
        if text == "about:blank" || text.lowercased().hasPrefix("data:") {
            self.text = text
        } else if let address = WebAddress(text) {
            self.text = address.text
        } else {
            return nil
        }
    }
}
