import Kernel

/// The mouse (design: trusted events, as if a person's hand made them).
extension SessionBrowser {
    /// How many moves a drag has between its ends: pages begin a drag only after some.
    private static let dragMoves = 10

    /// Moves the mouse; with the buttons that an earlier call pressed.
    package func moveMouse(to place: PagePoint) async throws(BrowserFailure) {
        try await move(to: place, on: try await selectedPage())
    }

    /// Presses a button and keeps it pressed.
    package func pressMouse(_ button: MouseButton, at place: PagePoint) async throws(BrowserFailure) {
        try await press(button, at: place, on: try await selectedPage())
    }

    /// Releases a button.
    package func releaseMouse(_ button: MouseButton, at place: PagePoint) async throws(BrowserFailure) {
        try await release(button, at: place, on: try await selectedPage())
    }

    /// Clicks at a place.
    package func click(_ button: MouseButton, at place: PagePoint) async throws(BrowserFailure) {
        try await click(button, at: place, on: try await selectedPage())
    }

    /// Clicks twice, fast enough for a double click.
    package func doubleClick(_ button: MouseButton, at place: PagePoint) async throws(BrowserFailure) {
        let page = try await selectedPage()
        try await click(button, at: place, on: page)
        try await press(button, at: place, on: page, count: 2)
        try await release(button, at: place, on: page, count: 2)
    }

    /// Drags from one place to another.
    package func drag(
        _ button: MouseButton, from start: PagePoint, to end: PagePoint
    ) async throws(BrowserFailure) {
        let page = try await selectedPage()
        try await move(to: start, on: page)
        try await press(button, at: start, on: page)
        for step in 1...Self.dragMoves {
            try await move(to: start.toward(end, part: Double(step) / Double(Self.dragMoves)), on: page)
        }
        try await release(button, at: end, on: page)
    }

    /// Turns the wheel; returns when each step was handled.
    package func scroll(_ scroll: PageScroll) async throws(BrowserFailure) {
        let page = try await selectedPage()
        try await move(to: scroll.place, on: page)
        let steps = Double(scroll.steps)
        for _ in 0..<scroll.steps {
            try await dispatch(
                "mouseWheel", at: scroll.place, on: page,
                ["deltaX": .number(scroll.distance.x / steps), "deltaY": .number(scroll.distance.y / steps)])
        }
    }

    /// Clicks on the middle of an element, which is scrolled into view first.
    package func click(_ button: MouseButton, on element: PageElement) async throws(PageFailure) {
        let page = try await inPage { () throws(BrowserFailure) in try await selectedPage() }
        let place = try await self.place(of: element, on: page)
        try await inPage { () throws(BrowserFailure) in try await click(button, at: place, on: page) }
    }

    // MARK: Events

    func click(_ button: MouseButton, at place: PagePoint, on page: BrowserPage) async throws(BrowserFailure) {
        try await move(to: place, on: page)
        try await press(button, at: place, on: page)
        try await release(button, at: place, on: page)
    }

    private func move(to place: PagePoint, on page: BrowserPage) async throws(BrowserFailure) {
        let pointer = input.changePointer { $0.move(to: place) }
        try await dispatch(
            "mouseMoved", at: place, on: page,
            ["buttons": .integer(pointer.mask), "button": .string(pointer.pressed.last?.rawValue ?? "none")])
    }

    private func press(
        _ button: MouseButton, at place: PagePoint, on page: BrowserPage, count: Int64 = 1
    ) async throws(BrowserFailure) {
        let pointer = input.changePointer { $0.press(button, at: place) }
        try await dispatch("mousePressed", at: place, on: page, Self.clicks(button, pointer, count))
    }

    private func release(
        _ button: MouseButton, at place: PagePoint, on page: BrowserPage, count: Int64 = 1
    ) async throws(BrowserFailure) {
        let pointer = input.changePointer { $0.release(button, at: place) }
        try await dispatch("mouseReleased", at: place, on: page, Self.clicks(button, pointer, count))
    }

    private static func clicks(_ button: MouseButton, _ pointer: PointerState, _ count: Int64) -> JSONObject {
        [
            "button": .string(button.rawValue), "buttons": .integer(pointer.mask), "clickCount": .integer(count),
        ]
    }

    private func dispatch(
        _ type: String, at place: PagePoint, on page: BrowserPage, _ more: JSONObject
    ) async throws(BrowserFailure) {
        var parameters: JSONObject = ["type": .string(type), "x": .number(place.x), "y": .number(place.y)]
        parameters.merge(more)
        _ = try await command("Input.dispatchMouseEvent", parameters, on: page)
    }
}
