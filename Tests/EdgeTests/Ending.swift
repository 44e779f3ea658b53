/// What a client got until its connection was over.
struct Ending: Hashable {
    let text: String
    /// The connection did not end in good order.
    let isReset: Bool
}
