/// One who waits for another's download.
struct KeySetWaiter: Sendable {
    let number: Int
    let continuation: CheckedContinuation<KeySetTurn, Never>
}
