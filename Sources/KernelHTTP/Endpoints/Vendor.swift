package import Kernel

/// What the composition root needs to know of a vendor: its operations, and its way of saying no.
package protocol Vendor<Store>: Sendable {
    /// The vendor's state in one world.
    associatedtype Store: Sendable

    /// The prefix of its operations' names, for example `anchor`.
    var name: String { get }
    /// Its operations, each once.
    var routes: [Route<Store>] { get }
    /// The vendor's own answer to an error: the only place where an envelope is rendered.
    func reply(for error: any Error) -> Reply
    /// The vendor's own answer to an error on the operation of this name; empty for a request that reached none.
    func reply(for error: any Error, on operation: String) -> Reply
    /// The error of this name, for rules; nil if the vendor has none.
    func problem(named name: String) -> (any Error)?
    /// The names that `problem(named:)` knows.
    var problemNames: [String] { get }
    /// The reasons that it alone gives, explained.
    var reasons: [ExplainedReason] { get }
    /// The vendor's answer to a request that it has no operation for, or none with that method.
    func refusal(_ refusal: RoutingRefusal) -> Reply
    /// The last touch on the answer to a call, whatever it came from: CORS headers, for example.
    func finished(_ reply: Reply, of call: Call<Store>) -> Reply
}

extension Vendor {
    /// The same on every operation.
    package func reply(for error: any Error, on operation: String) -> Reply { reply(for: error) }

    /// Nothing to add.
    package func finished(_ reply: Reply, of call: Call<Store>) -> Reply { reply }
}

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
    /// What answers; nil if the operation is not implemented.
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
