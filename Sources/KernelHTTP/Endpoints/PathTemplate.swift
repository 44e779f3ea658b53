/// A path with `{name}` parameters, matched by hand where no router is at hand: for 405, coverage and near misses.
package struct PathTemplate: Sendable, Hashable {
    private let segments: [Substring]

    /// The template of this text.
    package init(_ text: String) {
        segments = text.split(separator: "/", omittingEmptySubsequences: true)
    }

    /// Whether `path`, without query, has this form.
    package func matches(_ path: some StringProtocol) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        return parts.count == segments.count
            && zip(segments, parts).allSatisfy { segment, part in segment.hasPrefix("{") || segment == part }
    }
}
