/// An endpoint together with who may call it and what answers it.
package struct Route<Store: Sendable>: Sendable {
    /// Throws the vendor's problem for a caller who may not.
    package typealias Admission = @Sendable (Call<Store>) throws -> Void
    /// Answers a call, or throws the vendor's problem.
    package typealias Handler = @Sendable (Call<Store>) async throws -> Reply

    /// The operation.
    package let endpoint: Endpoint
    /// Who may call.
    package let admit: Admission
    /// What answers; nil where the operation is not implemented.
    package let handle: Handler?

    /// A route that `handle` answers for those whom `admit` lets in.
    package init(_ endpoint: Endpoint, admit: @escaping Admission, handle: @escaping Handler) {
        self.endpoint = endpoint
        self.admit = admit
        self.handle = handle
    }

    /// A route that the vendor has and Drydock does not: it answers 501.
    package init(notImplemented endpoint: Endpoint) {
        self.endpoint = endpoint
        admit = { _ in }
        handle = nil
    }
}
