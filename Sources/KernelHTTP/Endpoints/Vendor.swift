public import Kernel

/// What the composition root needs to know of a vendor: its operations, and its way of saying no.
public protocol Vendor<Store>: Sendable {
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
    func finished(_ reply: consuming Reply, of call: Call<Store>) -> Reply
    /// A client is about to be attached. Throws the vendor's refusal if there is no place left.
    func attach(_ attachment: Attachment, in store: Store, at now: Moment) throws
    /// A client that was attached has left, or came to nothing. The store may be another one by now.
    func detach(_ attachment: Attachment, from store: Store, at now: Moment)
    /// A store of its own with the same content: what happens to one does not show in the other.
    func copy(of store: Store) -> Store
}

extension Vendor {
    /// The same on every operation.
    public func reply(for error: any Error, on operation: String) -> Reply { reply(for: error) }

    /// Nothing to add.
    public func finished(_ reply: consuming Reply, of call: Call<Store>) -> Reply { reply }

    /// Nothing to attach to.
    public func attach(_ attachment: Attachment, in store: Store, at now: Moment) throws {}

    /// Nothing to leave.
    public func detach(_ attachment: Attachment, from store: Store, at now: Moment) {}

    /// The same store, where no GET changes anything in it.
    public func copy(of store: Store) -> Store { store }
}

/// An endpoint together with who may call it and what answers it.
public struct Route<Store: Sendable>: Sendable {
    /// Throws the vendor's problem for a caller who may not.
    public typealias Admission = @Sendable (Call<Store>) throws -> Void
    /// Answers a call at once, or throws the vendor's problem.
    public typealias ImmediateHandler = @Sendable (Call<Store>) throws -> Reply
    /// Answers a call that has to wait for something, or throws the vendor's problem.
    public typealias WaitingHandler = @Sendable (Call<Store>) async throws -> Reply

    /// What answers.
    public enum Handler: Sendable {
        /// On the thread that the request came on.
        case immediate(ImmediateHandler)
        /// In a task.
        case waiting(WaitingHandler)
    }

    /// The operation.
    public let endpoint: Endpoint
    /// Who may call.
    public let admit: Admission
    /// What answers.
    public let handler: Handler
    /// How long that may take.
    public let workload: Workload
    /// Whether everybody may call, with whatever credentials or none.
    public let isOpen: Bool

    /// A route that `handle` answers for those whom `admit` lets in.
    public init(
        _ endpoint: Endpoint, workload: Workload = .short, admit: @escaping Admission, isOpen: Bool = false,
        handle: @escaping ImmediateHandler
    ) {
        self.init(endpoint, workload, admit, isOpen, .immediate(handle))
    }

    /// The same where the answer has to wait for something.
    public init(
        _ endpoint: Endpoint, workload: Workload = .short, admit: @escaping Admission, isOpen: Bool = false,
        waiting handle: @escaping WaitingHandler
    ) {
        self.init(endpoint, workload, admit, isOpen, .waiting(handle))
    }

    private init(
        _ endpoint: Endpoint, _ workload: Workload, _ admit: @escaping Admission, _ isOpen: Bool, _ handler: Handler
    ) {
        self.endpoint = endpoint
        self.workload = workload
        self.admit = admit
        self.isOpen = isOpen
        self.handler = handler
    }
}

/// How much an operation may have to do for one call, apart from waiting. What takes long goes to threads of its own, so
/// that it holds up nothing but its like.
public enum Workload: Sendable {
    /// The same however much there is.
    case short
    /// More with every object of the vendor's in the world, as a list.
    case growing
    /// As much as a journal, a snapshot or a document holds.
    case long
}
