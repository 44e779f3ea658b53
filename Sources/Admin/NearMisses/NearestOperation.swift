import HTTPTypes
import Kernel
import KernelHTTP

/// The operation that a request would have reached, had its method or path been a little different.
struct NearestOperation {
    let endpoint: Endpoint
    /// What differs, in words, the path's segments in order.
    let differences: [String]

    /// For example `anchor.listApplications, GET /v1/applications: segment 2 differs (wanted applications, got application)`.
    var words: String {
        "\(endpoint.name), \(endpoint.place): \(differences.joined(separator: "; "))"
    }
}

extension NearestOperation: JSONWritable {
    /// `{name, method, path, differences}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("differences", differences)
        }
    }
}

/// Finds the operation that is closest to a method and a path. For one call: it remembers what it has compared.
final class OperationFinder {
    private struct Question: Hashable {
        let method: String
        let path: String
    }

    private struct Pair: Hashable {
        let left: Substring
        let right: Substring
    }

    private static let wrongMethod = 0.3
    /// A parameter fits anything, but a word that is the same fits better.
    private static let parameter = 0.05
    /// A segment that shares letters with a word is still another one.
    private static let leastOfOther = 0.15
    /// A longer path is nobody's typing error, and comparing it would take time.
    private static let (mostSegments, longestSegment) = (24, 64)

    private let templates: [(endpoint: Endpoint, segments: [Substring])]
    private var known: [Question: NearestOperation?] = [:]
    private var similarities: [Pair: Double] = [:]

    init(_ endpoints: [Endpoint]) {
        templates = endpoints.map { ($0, $0.path.split(separator: "/")) }
    }

    /// The closest operation; nil if none is near enough to be worth mentioning.
    func nearest(to method: String, _ path: String) -> NearestOperation? {
        let question = Question(method: method, path: path)
        if let known = known[question] { return known }
        let found = search(method, path.split(separator: "/"))
        known[question] = .some(found)
        return found
    }

    private func search(_ method: String, _ path: [Substring]) -> NearestOperation? {
        guard path.count <= Self.mostSegments else { return nil }
        let method = method == "HEAD" ? "GET" : method
        var best: (cost: Double, endpoint: Endpoint, alignment: PathAlignment)?
        for (endpoint, segments) in templates where abs(segments.count - path.count) <= 2 {
            let alignment = PathAlignment(path, segments, similarity: similarity)
            let cost = alignment.cost + (endpoint.method.rawValue == method ? 0 : Self.wrongMethod)
            // Parameters fit anything: only words make an operation recognisable.
            let words = segments.count { !$0.hasPrefix("{") }
            if alignment.cost <= 0.5 * Double(words), cost < best?.cost ?? .infinity {
                best = (cost, endpoint, alignment)
            }
        }
        return best.map { best in
            let wanted = best.endpoint.method.rawValue
            let words = wanted == method ? [] : ["the method differs (wanted \(wanted), got \(method))"]
            return NearestOperation(endpoint: best.endpoint, differences: words + best.alignment.differences)
        }
    }

    /// 0 for the same, 1 for nothing in common.
    private func similarity(_ segment: Substring, _ wanted: Substring) -> Double {
        if segment == wanted { return 0 }
        if wanted.hasPrefix("{") { return Self.parameter }
        guard segment.utf8.count <= Self.longestSegment else { return 1 }
        let pair = Pair(left: segment, right: wanted)
        if let known = similarities[pair] { return known }
        let distance = Double(TextSuggestion.distance(from: segment.lowercased(), to: wanted.lowercased()))
        let share = distance / Double(max(segment.count, wanted.count))
        let similarity = Self.leastOfOther + (1 - Self.leastOfOther) * share
        similarities[pair] = similarity
        return similarity
    }
}

/// A path laid beside an operation's, segment by segment, with as little difference as possible.
private struct PathAlignment {
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

    /// Cheaper than two segments that have nothing in common, dearer than two that have something.
    private static let gap = 0.9

    /// Follows the cheapest way back from the end of both paths, then puts the steps in order.
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
    /// What differs; nil if nothing does.
    fileprivate var words: String? {
        switch self {
        case .same: nil
        case .other(let place, let wanted, let got): "segment \(place) differs (wanted \(wanted), got \(got))"
        case .missing(let place, let wanted): "\(wanted) is missing before segment \(place)"
        case .superfluous(let place, let got): "segment \(place), \(got), is too much"
        }
    }
}
