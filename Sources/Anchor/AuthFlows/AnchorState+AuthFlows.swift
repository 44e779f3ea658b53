import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of auth flows. The vendor documents no 404 for them, hence 400 for what is unknown (ours; Choices.md).
extension AnchorState {
    /// The flows of an application, in the order of making.
    mutating func authFlows(of applicationID: String, _ turn: AnchorTurn) throws(AnchorProblem) -> [AuthFlow] {
        try owner(applicationID, turn).authFlows
    }

    /// Adds a flow. Names may repeat.
    mutating func createAuthFlow(
        _ draft: AuthFlow.Draft, of applicationID: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AuthFlow {
        let owner = try owner(applicationID, turn)
        guard owner.authFlows.count < AuthFlow.mostOfApplication else { throw .tooManyAuthFlows }
        _ = try reserve(turn.policies)
        return addAuthFlow(draft, id: ids.uuid(), to: owner, now: turn.now)
    }

    mutating func updateAuthFlow(
        _ id: String, of applicationID: String, with change: AuthFlow.Change, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AuthFlow {
        var owner = try owner(applicationID, turn)
        let index = try indexOfFlow(id, in: &owner, turn)
        owner.authFlows[index].apply(change, at: turn.now)
        owner.updatedAt = turn.now
        applications[owner.id] = owner
        return owner.authFlows[index]
    }

    mutating func deleteAuthFlow(_ id: String, of applicationID: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        var owner = try owner(applicationID, turn)
        let index = try indexOfFlow(id, in: &owner, turn)
        owner.authFlows.remove(at: index)
        owner.updatedAt = turn.now
        applications[owner.id] = owner
        release()
    }

    /// Inserts a flow whose place is reserved.
    mutating func addAuthFlow(
        _ draft: AuthFlow.Draft, id: String, to application: ClientApplication, now: Moment
    ) -> AuthFlow {
        let flow = AuthFlow(id: id, draft: draft, createdAt: now)
        var owner = application
        owner.authFlows.append(flow)
        owner.updatedAt = now
        applications[owner.id] = owner
        return flow
    }

    private mutating func owner(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> ClientApplication {
        guard let application = try knownApplication(id, turn) else {
            throw .unknown(.application, id)
        }
        return application
    }

    private mutating func indexOfFlow(
        _ id: String, in owner: inout ClientApplication, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Int {
        if let index = owner.authFlows.firstIndex(where: { $0.id == id }) { return index }
        guard turn.policies.unknownIDs == .adopt else { throw .unknown(.authFlow, id) }
        return try adoptAuthFlow(id, in: &owner, turn)
    }

    /// Makes a flow for an id that a client brings (policy `unknownIds: adopt`).
    private mutating func adoptAuthFlow(
        _ id: String, in owner: inout ClientApplication, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Int {
        _ = try reserve(turn.policies)
        let draft = AuthFlow.Draft(name: "Adopted auth flow", methods: [AuthFlow.Method.usernamePassword.rawValue])
        owner.authFlows.append(AuthFlow(id: id, draft: draft, createdAt: turn.now))
        return owner.authFlows.count - 1
    }
}

extension AnchorProblem {
    /// The application has as many flows as it may.
    fileprivate static var tooManyAuthFlows: AnchorProblem {
        invalid(
            "An application cannot have more than \(AuthFlow.mostOfApplication) auth flows, which is Drydock's limit",
            CommonReason.bodyInvalid)
    }
}
