import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of applications.
extension AnchorState {
    /// The application of the draft's site: the one that the site has already, as it is, or a new one.
    mutating func createApplication(
        _ draft: ClientApplication.Draft, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> ClientApplication {
        if let id = applicationOfSite[draft.site.origin], let existing = applications[id] { return existing }
        let ordinal = try reserve(turn.policies, for: 2)
        return addApplication(draft, id: ids.uuid(), ordinal: ordinal, now: turn.now)
    }

    /// Inserts an application whose place is reserved, with its default flow.
    mutating func addApplication(
        _ draft: ClientApplication.Draft, id: String, ordinal: Int64, now: Moment
    ) -> ClientApplication {
        var application = ClientApplication(id: id, ordinal: ordinal, draft: draft, createdAt: now)
        application.authFlows = [AuthFlow(id: ids.uuid(), draft: .standard, createdAt: now)]
        applications[id] = application
        if applicationOfSite[application.site] == nil { applicationOfSite[application.site] = id }
        return application
    }

    /// The applications whose name or site contains `search`, in the order of making.
    func applications(matching search: String) -> [ClientApplication] {
        applications.values.filter { $0.matches(search: search) }.sorted { $0.ordinal < $1.ordinal }
    }

    /// The application of this id, as it is.
    func application(_ id: String) -> ClientApplication? { applications[id] }

    /// Deletes an application with its identities. Its unused tokens permit nothing from then on.
    mutating func deleteApplication(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let application = try knownApplication(id, turn) else {
            throw .notFound(.application, id)
        }
        for identity in application.identityIDs { identities[identity] = nil }
        applications[id] = nil
        if applicationOfSite[application.site] == id { applicationOfSite[application.site] = nil }
        release(1 + application.authFlows.count + application.identityIDs.count)
    }

    // MARK: - Ids that a client brings (policy `unknownIds: adopt`)

    /// The application of this id; where ids are adopted, one is made for an id that has none.
    mutating func knownApplication(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> ClientApplication? {
        if let application = applications[id] { return application }
        guard turn.policies.unknownIDs == .adopt else { return nil }
        return try adoptApplication(id, turn)
    }

    /// The application that adopted identities belong to: of a site that nobody else has.
    mutating func applicationOfAdopted(_ turn: AnchorTurn) throws(AnchorProblem) -> ClientApplication {
        try createApplication(try adoptedDraft(), turn)
    }

    private mutating func adoptApplication(
        _ id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> ClientApplication {
        let draft = try adoptedDraft()
        let ordinal = try reserve(turn.policies, for: 2)
        return addApplication(draft, id: id, ordinal: ordinal, now: turn.now)
    }

    private func adoptedDraft() throws(AnchorProblem) -> ClientApplication.Draft {
        guard let site = WebAddress("https://adopted.example") else { throw .internalError("no such site") }
        return ClientApplication.Draft(site: site, name: "Adopted application")
    }
}
