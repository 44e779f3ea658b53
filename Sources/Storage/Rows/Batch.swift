/// What goes into one transaction.
package struct Batch: Sendable {
    /// The worlds that differ.
    package var updates: [WorldUpdate] = []
    /// The worlds that are no more, by name.
    package var removed: [String] = []
    /// Portions of generations to come.
    package var staged: [StagedRows] = []
    /// Generations that were being written and are not wanted any more.
    package var givenUp: [Generation] = []
    /// How many rows of former generations are removed at most.
    package var sweepLimit = 0

    /// Nothing.
    package init() {}

    /// Whether a transaction would change nothing.
    package var isEmpty: Bool {
        updates.isEmpty && removed.isEmpty && staged.isEmpty && givenUp.isEmpty && sweepLimit == 0
    }
}
