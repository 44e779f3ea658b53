/// Which request numbers of a world belong to which line of history: going back to a snapshot begins a new line, in which
/// the numbers behind the snapshot are given out again.
struct Lineage: Sendable, Equatable {
    private struct Stretch: Equatable {
        let line: Int
        /// The last number of the stretch.
        let last: Int
    }

    private var past: [Stretch] = []
    /// The line that goes on.
    private let line: Int

    /// A world without a past.
    ///
    /// - Parameter line: a number that no other line of the process has.
    init(line: Int) {
        self.line = line
    }

    /// The new line that leaves this one behind the request `number`.
    func branched(after number: Int, line: Int) -> Lineage {
        var branch = Lineage(line: line)
        branch.past = stretches(through: number)
        return branch
    }

    /// The last number up to which both have the same past.
    func lastShared(with other: Lineage) -> Int {
        var shared = 0
        for (mine, theirs) in zip(stretches(through: .max), other.stretches(through: .max)) {
            guard mine.line == theirs.line else { break }
            shared = min(mine.last, theirs.last)
            guard mine.last == theirs.last else { break }
        }
        return shared
    }

    private func stretches(through number: Int) -> [Stretch] {
        var stretches: [Stretch] = []
        for stretch in past + [Stretch(line: line, last: .max)] {
            let last = min(stretch.last, number)
            if last > stretches.last?.last ?? 0 { stretches.append(Stretch(line: stretch.line, last: last)) }
        }
        return stretches
    }
}
