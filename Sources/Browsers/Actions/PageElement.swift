/// An element of a page that is looked for, and may not be there yet.
package struct PageElement: Sendable, Equatable {
    /// How long it is waited for if nobody says otherwise (anchor.md 12.4).
    package static let usualWait = Duration.milliseconds(5000)
    /// How long it may be waited for at most (ours).
    package static let longestWait = Duration.seconds(60)

    /// A CSS selector.
    package let selector: String
    /// Which of those that it finds, from 0.
    package let index: Int
    /// How long it is waited for.
    package let wait: Duration

    /// The element that `selector` finds.
    package init(selector: String, index: Int = 0, wait: Duration = usualWait) {
        self.selector = selector
        self.index = index
        self.wait = wait
    }
}

/// A turn of the mouse's wheel, in one go or in steps.
package struct PageScroll: Sendable, Equatable {
    /// How many steps there may be (ours).
    package static let mostSteps = 100

    /// Where the mouse is.
    package let place: PagePoint
    /// How far it goes, to the right and down, in pixels.
    package let distance: PagePoint
    /// In how many steps.
    package let steps: Int

    /// A turn of the wheel at `place`.
    package init(at place: PagePoint, by distance: PagePoint, steps: Int) {
        self.place = place
        self.distance = distance
        self.steps = max(1, min(steps, Self.mostSteps))
    }
}
