import Admin

/// What a listener has not taken yet, besides the journal's exchanges.
struct EventNews: Equatable {
    private static let mostChanges = 64

    /// Swaps of its world, oldest first; of very many the newest.
    private(set) var changes: [WorldChange] = []
    /// Whether it is to be told that nothing happened.
    var isHeartbeatDue = false

    mutating func note(_ change: WorldChange) {
        changes.append(change)
        if changes.count > Self.mostChanges { changes.removeFirst() }
    }
}
