extension TunnelState {
    /// What to do with bytes that came in.
    enum BytesOutcome: Hashable {
        case forward
        /// The other side is not there yet.
        case keep
        case discard
    }

    /// What follows when one side's connection is closed.
    enum CloseOutcome: Hashable {
        case nothing
        /// The other side is told that no more comes, behind the bytes that are still on their way to it.
        case finishOther
        /// The other side is closed at once.
        case cut
        /// Nothing is left.
        case end
    }
}
