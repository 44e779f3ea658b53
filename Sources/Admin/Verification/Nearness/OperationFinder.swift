import HTTPTypes
import Kernel
import KernelHTTP

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
    /// A parameter fits anything, but a word that fits is better.
    private static let parameter = 0.05
    /// What shares a letter or two with another word is not it.
    private static let leastOfOther = 0.15
    /// Beyond these a path is nobody's typing error, and comparing it would take its time.
    private static let (mostSegments, longestSegment) = (24, 64)

    private let templates: [(endpoint: Endpoint, segments: [Substring])]
    private var known: [Question: NearestOperation?] = [:]
    private var similarities: [Pair: Double] = [:]

    init(_ endpoints: [Endpoint]) {
        templates = endpoints.map { ($0, $0.path.split(separator: "/")) }
    }

    /// The closest operation; nil where none is near enough to be worth a word.
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
