/// A place on a page, in pixels from the left and from the top of what is seen of it.
package struct PagePoint: Sendable, Hashable, Codable {
    /// So far out, and no further: no page is that large, and every sum of two places is a number.
    private static let farthest = 1_000_000.0

    /// From the left.
    package let x: Double
    /// From the top.
    package let y: Double

    /// A place. One that is beyond all pages is moved to where they end.
    package init(x: Double, y: Double) {
        self.x = Self.bounded(x)
        self.y = Self.bounded(y)
    }

    private static func bounded(_ number: Double) -> Double {
        number.isFinite ? min(max(number, -farthest), farthest) : 0
    }

    /// The place that lies `part` of the way from here to `other`.
    func toward(_ other: PagePoint, part: Double) -> PagePoint {
        PagePoint(x: x + (other.x - x) * part, y: y + (other.y - y) * part)
    }
}

/// A button of the mouse.
package enum MouseButton: String, Sendable, Hashable, Codable, CaseIterable {
    case left, middle, right

    /// What DevTools adds up to say which buttons are pressed.
    var mask: Int64 {
        switch self {
        case .left: 1
        case .right: 2
        case .middle: 4
        }
    }
}

/// Where the mouse is and which of its buttons are pressed.
package struct PointerState: Sendable, Hashable, Codable {
    /// Where it was moved to last; nil if it never was.
    package private(set) var place: PagePoint?
    /// What is pressed, in the order of pressing.
    package private(set) var pressed: [MouseButton] = []

    /// A mouse that nobody has touched.
    package init() {}

    /// It is moved.
    package mutating func move(to place: PagePoint) {
        self.place = place
    }

    /// A button goes down. One that is down already stays so.
    package mutating func press(_ button: MouseButton, at place: PagePoint) {
        move(to: place)
        if !pressed.contains(button) { pressed.append(button) }
    }

    /// A button comes up. One that is up already stays so.
    package mutating func release(_ button: MouseButton, at place: PagePoint) {
        move(to: place)
        pressed.removeAll { $0 == button }
    }

    /// The pressed buttons as DevTools writes them.
    var mask: Int64 { pressed.reduce(0) { $0 | $1.mask } }
}
