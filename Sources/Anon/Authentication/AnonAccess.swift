import HTTPTypes
import Kernel
import KernelHTTP

/// Who may call what backends and the console call: whoever has a session token or an API key.
enum AnonAccess {
    /// For the `org` service: a bearer that is neither is an upstream's trouble (anon.md 9, rows 1 and 2).
    @Sendable static func organization(_ call: AnonCall) throws -> Caller {
        let policies = call.store.policies
        do throws(BearerRefusal) {
            return try caller(of: call)
        } catch .notAKey(let isToken) {
            throw AnonProblem.upstream(BearerRefusal.notAKey(isToken: isToken).reason, policies)
        } catch {
            throw AnonProblem.unauthorized(error.reason, policies)
        }
    }

    /// The same for calls that create something: a member with the role ReadOnly may not.
    @Sendable static func writing(_ call: AnonCall) throws -> Caller {
        let caller = try organization(call)
        guard caller.mayWrite else {
            throw AnonProblem.forbidden(
                Reason(AnonReason.memberReadOnly, "A member with the role ReadOnly may not make anything."))
        }
        return caller
    }

    /// For the `account` service, Link and Actions: every bearer that is not a key is refused at the gateway.
    @Sendable static func backend(_ call: AnonCall) throws -> Caller {
        do throws(BearerRefusal) {
            return try caller(of: call)
        } catch {
            throw AnonProblem.unauthorized(error.reason, call.store.policies)
        }
    }

    /// As `backend`, for calls that change something or act in a user's name: a member with the role ReadOnly may not.
    @Sendable static func backendWriting(_ call: AnonCall) throws -> Caller {
        let caller = try backend(call)
        guard caller.mayWrite else {
            throw AnonProblem.forbidden(
                Reason(AnonReason.memberReadOnly, "A member with the role ReadOnly may not change or use anything."))
        }
        return caller
    }

    /// What backends and end users call alike (anon.md 3.4). A bearer in the form of a JWT, or one that comes with a client's
    /// id, is an end user's; every other is a key.
    @Sendable static func anyone(_ call: AnonCall) async throws -> AccountCaller {
        let bearer = Bearer(call)
        let isKey = bearer?.isKeyShaped == true
        let comesWithClient = call.sdkClientID != nil
        guard !isKey, bearer?.isToken == true || comesWithClient else { return .backend(try backend(call)) }
        return .appUser(try await AppUserAccess.appUser(call))
    }

    private static func caller(of call: AnonCall) throws(BearerRefusal) -> Caller {
        let bearer = Bearer(call)
        return try call.store.read { (state) throws(BearerRefusal) in
            try state.caller(bearer: bearer, keySpace: call.keySpace, call.turn)
        }
    }
}

/// Who calls what backends and end users call alike.
enum AccountCaller: Sendable {
    /// Somebody of an organisation, by session token or API key.
    case backend(Caller)
    /// An end user, by app user id token.
    case appUser(AppUserIdentity)
}

// MARK: - Routes

/// Anon's routes say for whom they are: `Route(.createUserPool, for: AnonAccess.writing, handle: create)`.
extension Route where Store == AnonStore {
    /// A route that finds out who calls and hands that to `handle`. `authenticate` throws for a caller who may not.
    init<Who: Sendable>(
        _ endpoint: Endpoint, for authenticate: @escaping @Sendable (AnonCall) throws -> Who,
        workload: Workload = .short, handle: @escaping @Sendable (AnonCall, Who) throws -> Reply
    ) {
        self.init(
            endpoint, workload: workload, admit: Self.anybody,
            handle: { call in try handle(call, try authenticate(call)) })
    }

    /// The same where either of the two waits for something.
    init<Who: Sendable>(
        _ endpoint: Endpoint, for authenticate: @escaping @Sendable (AnonCall) async throws -> Who,
        workload: Workload = .short, waiting handle: @escaping @Sendable (AnonCall, Who) async throws -> Reply
    ) {
        let handler = AuthenticatedHandler(authenticate: authenticate, handle: handle)
        self.init(
            endpoint, workload: workload, admit: Self.anybody, waiting: { call in try await handler.answer(call) })
    }

    /// A route that anybody may call.
    init(_ endpoint: Endpoint, workload: Workload = .short, handle: @escaping ImmediateHandler) {
        self.init(endpoint, workload: workload, admit: Self.anybody, isOpen: true, handle: handle)
    }

    /// The same where the answer has to wait for something.
    init(_ endpoint: Endpoint, workload: Workload = .short, waiting handle: @escaping WaitingHandler) {
        self.init(endpoint, workload: workload, admit: Self.anybody, isOpen: true, waiting: handle)
    }

    /// Who calls is found out by the handler, if at all.
    private static var anybody: Admission { { _ in } }
}

/// Finds out who calls, then answers, and waits for either.
///
/// A class rather than a closure over the two functions: the optimiser of Swift 6.3.1 crashes where it can see through a closure
/// to both of them (release builds; "while splitting coroutine").
final class AuthenticatedHandler<Who: Sendable>: Sendable {
    private let authenticate: @Sendable (AnonCall) async throws -> Who
    private let handle: @Sendable (AnonCall, Who) async throws -> Reply

    init(
        authenticate: @escaping @Sendable (AnonCall) async throws -> Who,
        handle: @escaping @Sendable (AnonCall, Who) async throws -> Reply
    ) {
        self.authenticate = authenticate
        self.handle = handle
    }

    /// The answer. Throws what either of the two throws.
    func answer(_ call: AnonCall) async throws -> Reply {
        try await handle(call, try await authenticate(call))
    }
}
