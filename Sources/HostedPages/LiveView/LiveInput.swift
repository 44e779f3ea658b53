package import Browsers
import HTTPTypes
package import Kernel
package import KernelHTTP

/// What somebody did to the picture of a browser: `{events: [{type, …}]}`, in the order in which it happened. Ours; the script of
/// `LiveScreen` sends it.
package struct LiveInput: Sendable {
    /// The words of `type`, which are those of the browser's own protocol.
    enum Kind: String, CaseIterable {
        case mouseMoved, mousePressed, mouseReleased, mouseWheel, keyDown, keyUp
    }

    /// The words of `button`.
    enum Button: String, CaseIterable { case none, left, middle, right }

    /// One thing that was done.
    enum Event: Sendable, Equatable {
        /// At a place in parts of the picture's width and height.
        case mouse(JSONObject, x: Double, y: Double)
        case key(JSONObject)
    }

    /// How many there may be at once.
    static let mostEvents = 100

    let events: [Event]

    /// Reads a body. Throws for what is of the wrong type or missing; numbers are brought within what a browser takes.
    package init(_ fields: Fields) throws(FieldComplaint) {
        guard let objects = try fields.objects("events") else { throw fields.complaint("events", "is required") }
        guard objects.count <= Self.mostEvents else {
            throw fields.complaint("events", "must not have more than \(Self.mostEvents) elements")
        }
        var events: [Event] = []
        for object in objects { events.append(try Self.event(object)) }
        self.events = events
    }

    private static func event(_ fields: Fields) throws(FieldComplaint) -> Event {
        guard let kind = try fields.choice("type", of: Kind.self) else { throw fields.complaint("type", "is required") }
        let modifiers = try integer("modifiers", of: fields, within: 0...15)
        switch kind {
        case .keyDown, .keyUp:
            let key = try text("key", of: fields)
            let text = kind == .keyDown ? try text("text", of: fields) : ""
            var event: JSONObject = [
                // A key that writes nothing goes down without a word of it.
                "type": .string(kind == .keyUp ? "keyUp" : text.isEmpty ? "rawKeyDown" : "keyDown"),
                "key": .string(key), "code": .string(try Self.text("code", of: fields)),
                "windowsVirtualKeyCode": .integer(try integer("number", of: fields, within: 0...255)),
                "modifiers": .integer(modifiers),
            ]
            if !text.isEmpty { event["text"] = .string(text) }
            return .key(event)
        default:
            var event: JSONObject = [
                "type": .string(kind.rawValue), "modifiers": .integer(modifiers),
                "buttons": .integer(try integer("buttons", of: fields, within: 0...7)),
                "button": .string((try fields.choice("button", of: Button.self) ?? .none).rawValue),
            ]
            if kind == .mousePressed || kind == .mouseReleased {
                event["clickCount"] = .integer(try integer("clicks", of: fields, within: 1...3))
            }
            if kind == .mouseWheel {
                event["deltaX"] = .number(try number("deltaX", of: fields, within: -10_000...10_000))
                event["deltaY"] = .number(try number("deltaY", of: fields, within: -10_000...10_000))
            }
            let place = (try number("x", of: fields, within: 0...1), try number("y", of: fields, within: 0...1))
            return .mouse(event, x: place.0, y: place.1)
        }
    }

    private static func integer(
        _ name: String, of fields: Fields, within range: ClosedRange<Int>
    ) throws(FieldComplaint) -> Int64 {
        let number: Int = try fields.optional(name) ?? range.lowerBound
        return Int64(min(max(number, range.lowerBound), range.upperBound))
    }

    private static func number(
        _ name: String, of fields: Fields, within range: ClosedRange<Double>
    ) throws(FieldComplaint) -> Double {
        let number: Double = try fields.optional(name) ?? 0
        return number.isNaN ? 0 : min(max(number, range.lowerBound), range.upperBound)
    }

    private static func text(_ name: String, of fields: Fields) throws(FieldComplaint) -> String {
        let text: String = try fields.optional(name) ?? ""
        guard text.utf8.count <= 64 else { throw fields.complaint(name, "must not have more than 64 bytes") }
        return text
    }

    // MARK: - Doing it

    /// Does it to the page of `pageID`, or to whatever is in front, as the viewers see it. Nothing happens while nobody sees anything.
    package func apply(to browser: SessionBrowser, page pageID: String?) async throws(BrowserFailure) {
        for event in events {
            guard let shown = browser.shownPage(pageID) else { return }
            switch event {
            case .key(let parameters):
                _ = try await browser.command("Input.dispatchKeyEvent", parameters, on: shown.page)
            case .mouse(let parameters, let x, let y):
                var parameters = parameters
                parameters["x"] = .number(x * shown.width)
                parameters["y"] = .number(y * shown.height)
                _ = try await browser.command("Input.dispatchMouseEvent", parameters, on: shown.page)
            }
        }
    }
}

extension Exchange {
    /// Whether a page of this origin came from here, by the name that the client has for us. A browser says so truly.
    package func isOwn(_ origin: String) -> Bool {
        guard origin != self.origin.url, let mark = origin.firstRange(of: "://") else {
            return origin == self.origin.url
        }
        return origin[mark.upperBound...].lowercased() == head.authority?.lowercased()
    }
}
