import Kernel

/// Which worlds are to be written, and who waits for that. `Waiter` is whatever is resumed.
struct CommitQueueState<Waiter> {
    /// What the next commit has to look at.
    struct Due {
        /// The worlds, with those who wait for them.
        var worlds: [WorldName: [Waiter]] = [:]
        /// Those who wait for whatever was noted before.
        var others: [Waiter] = []

        var isEmpty: Bool { worlds.isEmpty && others.isEmpty }
    }

    private var due = Due()
    private var isClosed = false

    /// A world may have changed, or be gone.
    mutating func note(_ world: WorldName) {
        due.worlds[world, default: []] += []
    }

    /// Someone waits for a world, or – for nil – for everything that was noted before. False where nothing is written any more.
    mutating func wait(for world: WorldName?, _ waiter: Waiter) -> Bool {
        guard !isClosed else { return false }
        if let world { due.worlds[world, default: []].append(waiter) } else { due.others.append(waiter) }
        return true
    }

    /// Hands over what is due; what comes from now on is due the next time.
    mutating func take() -> Due {
        defer { due = Due() }
        return due
    }

    /// Nothing will be written any more; returns those who wait in vain.
    mutating func close() -> [Waiter] {
        isClosed = true
        let left = take()
        return left.worlds.values.flatMap { $0 } + left.others
    }
}
