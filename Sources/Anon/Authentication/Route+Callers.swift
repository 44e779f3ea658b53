import KernelHTTP

/// Anon's routes say for whom they are: `Route(.createUserPool, for: CallerAccess.writing, handle: create)`.
extension Route where Store == AnonStore {
    /// A route that finds out who calls and hands that to `handle`. `recognise` throws for whoever may not call.
    init<Who: Sendable>(
        _ endpoint: Endpoint, for recognise: @escaping @Sendable (AnonCall) async throws -> Who,
        handle: @escaping @Sendable (AnonCall, Who) async throws -> Reply
    ) {
        let handler = RecognisedHandler(recognise: recognise, handle: handle)
        self.init(endpoint, admit: CallerAccess.open, handle: { call in try await handler.answer(call) })
    }

    /// A route that anybody may call.
    init(_ endpoint: Endpoint, handle: @escaping Handler) {
        self.init(endpoint, admit: CallerAccess.open, handle: handle)
    }
}
