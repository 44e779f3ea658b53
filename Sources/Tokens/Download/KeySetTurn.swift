/// What becomes of one who asks for a key set.
enum KeySetTurn: Sendable {
    /// The answer, known or just come.
    case answer(Result<KeySet, KeySetFailure>)
    /// To download it, for all who ask for the same.
    case lead
    /// To go: the asker was cancelled.
    case leave
}
