import KernelHTTP

/// Where an exchange lies among others in the order in which they began.
///
/// A journal has them as they ended, and what an exchange caused can end before it: a webhook may be taken sooner than the
/// answer to the request that it is about has left.
struct ExchangeOrder: Comparable, Sendable {
    /// The request's number; for what Drydock sent, that of the request before it.
    let number: Int
    private let direction: ExchangeDirection
    private let place: Int

    /// - Parameter place: which one it is in the journal.
    init(number: Int, direction: ExchangeDirection, place: Int) {
        self.number = number
        self.direction = direction
        self.place = place
    }

    /// How a message calls it.
    var words: String { direction == .incoming ? "\(number)" : "after \(number)" }

    private var key: (Int, Int, Int) { (number, direction == .incoming ? 0 : 1, place) }

    static func < (left: ExchangeOrder, right: ExchangeOrder) -> Bool { left.key < right.key }
}
