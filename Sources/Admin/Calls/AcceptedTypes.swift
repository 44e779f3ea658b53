/// What an `Accept` header wants, RFC 9110 12.5.1: of the ranges that fit a type, the most specific one counts.
struct AcceptedTypes {
    private struct Range {
        let type: String
        let quality: Double
    }

    private let ranges: [Range]

    /// The ranges of a header; without one, anything goes.
    init(_ header: String?) {
        ranges = (header ?? "*/*").split(separator: ",").map { part in
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return Range(type: pieces.first ?? "", quality: quality ?? 1)
        }
    }

    /// Whether `left`, for example `text/html`, is liked better than `right`.
    func prefers(_ left: String, to right: String) -> Bool { quality(of: left) > quality(of: right) }

    private func quality(of type: String) -> Double {
        let family = type.prefix { $0 != "/" }
        for candidate in [type, "\(family)/*", "*/*"] {
            if let range = ranges.first(where: { $0.type == candidate }) { return range.quality }
        }
        return 0
    }
}
