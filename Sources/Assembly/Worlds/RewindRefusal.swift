/// Why a world cannot go back to before a request.
enum RewindRefusal: Error, Equatable {
    /// The request has not come yet.
    case notYet(Int, last: Int)
    /// What was before it is not kept any more.
    case forgotten(Int, oldest: Int?)
}
