/// Why the responder of a connection has no further request to wait for.
enum AnswerFailure: Error {
    /// The connection was ended on purpose.
    case faulted
    /// The pieces of a body ended before they had the length that the head told.
    case cutShort
}
