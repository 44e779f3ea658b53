/// A regular expression as a tree.
indirect enum PatternNode: Sendable {
    case scalar(ScalarSet)
    case anchor(PatternAnchor)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// At least `least` times, and at most so often where `most` says so.
    case repeated(PatternNode, least: Int, most: Int?)
}
