import Kernel

/// A path laid beside an operation's, segment by segment, with as little difference as possible.
struct PathAlignment {
    /// How one segment differs.
    enum Step: Equatable {
        case same
        case other(at: Int, wanted: Substring, got: Substring)
        case missing(before: Int, wanted: Substring)
        case superfluous(at: Int, got: Substring)
    }

    /// How far apart they are: 0 for a path that is the operation's, about 1 for each segment that is wholly different.
    let cost: Double
    private let steps: [Step]

    /// What differs, in words.
    var differences: [String] { steps.compactMap(\.words) }

    init(_ path: [Substring], _ template: [Substring], similarity: (Substring, Substring) -> Double) {
        var rows = [[Double]](
            repeating: [Double](repeating: 0, count: template.count + 1), count: path.count + 1)
        for row in rows.indices { rows[row][0] = Double(row) * Self.gap }
        for column in rows[0].indices { rows[0][column] = Double(column) * Self.gap }
        for row in path.indices {
            for column in template.indices {
                let replaced = rows[row][column] + similarity(path[row], template[column])
                rows[row + 1][column + 1] = min(
                    replaced, rows[row][column + 1] + Self.gap, rows[row + 1][column] + Self.gap)
            }
        }
        cost = rows[path.count][template.count]
        steps = Self.steps(through: rows, path, template, similarity: similarity)
    }

    /// Cheaper than two segments that have nothing in common, dearer than two that have.
    private static let gap = 0.9

    /// The way back from the end to the beginning, put in order.
    private static func steps(
        through rows: [[Double]], _ path: [Substring], _ template: [Substring],
        similarity: (Substring, Substring) -> Double
    ) -> [Step] {
        var steps: [Step] = []
        var (row, column) = (path.count, template.count)
        while row > 0 || column > 0 {
            let here = rows[row][column]
            if row > 0, column > 0,
                here == rows[row - 1][column - 1] + similarity(path[row - 1], template[column - 1])
            {
                row -= 1
                column -= 1
                let isSame = template[column].hasPrefix("{") || template[column] == path[row]
                steps.append(isSame ? .same : .other(at: row + 1, wanted: template[column], got: path[row]))
            } else if row > 0, here == rows[row - 1][column] + gap {
                row -= 1
                steps.append(.superfluous(at: row + 1, got: path[row]))
            } else {
                column -= 1
                steps.append(.missing(before: row + 1, wanted: template[column]))
            }
        }
        return steps.reversed()
    }
}

extension PathAlignment.Step {
    /// What differs; nil where nothing does.
    fileprivate var words: String? {
        switch self {
        case .same: nil
        case .other(let place, let wanted, let got): "segment \(place) differs (wanted \(wanted), got \(got))"
        case .missing(let place, let wanted): "\(wanted) is missing before segment \(place)"
        case .superfluous(let place, let got): "segment \(place), \(got), is too much"
        }
    }
}
