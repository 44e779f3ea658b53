/// Rows of a generation that no world has yet: a large world is written in portions, so that others need not wait for it.
package struct StagedRows: Sendable {
    /// The generation that is being written.
    package let generation: Generation
    /// A portion of its rows.
    package let rows: [StoredRow]

    /// A portion of a generation.
    package init(generation: Generation, rows: [StoredRow]) {
        self.generation = generation
        self.rows = rows
    }
}
