import Kernel

/// What became of an object between two snapshots.
enum RowChange: String, CaseIterable {
    case made
    case changed
    case removed

    /// Whether this is what became of `row`.
    func fits(_ row: TableDifference.Row) -> Bool {
        switch (row.old, row.new) {
        case (nil, _): self == .made
        case (_, nil): self == .removed
        default: self == .changed
        }
    }
}
