import KernelHTTP

/// Finds out who calls, then answers.
///
/// A class rather than a closure over the two functions: the optimiser of Swift 6.3.1 crashes where it can see through a closure
/// to both of them (release builds; "while splitting coroutine").
final class RecognisedHandler<Who: Sendable>: Sendable {
    private let recognise: @Sendable (AnonCall) async throws -> Who
    private let handle: @Sendable (AnonCall, Who) async throws -> Reply

    init(
        recognise: @escaping @Sendable (AnonCall) async throws -> Who,
        handle: @escaping @Sendable (AnonCall, Who) async throws -> Reply
    ) {
        self.recognise = recognise
        self.handle = handle
    }

    /// The answer. Throws what either of the two throws.
    func answer(_ call: AnonCall) async throws -> Reply {
        try await handle(call, try await recognise(call))
    }
}
