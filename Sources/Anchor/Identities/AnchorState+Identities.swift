import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of identities.
extension AnchorState {
    /// What `POST /v1/identities` says of the site, besides the identity itself.
    struct SiteDetails: Sendable {
        let site: WebAddress
        var name: String?
        var description: String?
    }

    /// Makes an identity; its application is found by the site or made, and takes over name and description (anchor.md 3).
    mutating func createIdentity(
        _ draft: Identity.Draft, at details: SiteDetails, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Identity {
        // Check for all objects first: a refusal must not leave a new application behind.
        let isNewSite = applicationOfSite[details.site.origin] == nil
        try checkCapacity(turn.policies, for: isNewSite ? 3 : 1)
        var application = try createApplication(
            ClientApplication.Draft(site: details.site, name: details.name, description: details.description),
            turn)
        if !isNewSite, details.name != nil || details.description != nil {
            application.name = details.name ?? application.name
            application.description = details.description ?? application.description
            application.updatedAt = turn.now
            applications[application.id] = application
        }
        return try addIdentity(draft, to: application.id, turn)
    }

    /// The identity of this id, for reading. Throws 404 if there is none or the API does not know it yet.
    mutating func identity(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Identity {
        guard let identity = try knownIdentity(id, turn) else {
            throw .notFound(.identity, id)
        }
        if let reason = hiddenReason(identity, now: turn.now) { throw .notFound(.identity, because: reason) }
        return identity
    }

    /// The same, if reading it changes nothing: the API knows the identity.
    func readableIdentity(_ id: String) -> Identity? { identities[id].flatMap { $0.visibility == nil ? $0 : nil } }

    /// The identities of an application that `filter` keeps, in the order of making. An unknown application is a bad request,
    /// as the vendor documents no 404 there (ours; Choices.md).
    mutating func identities(
        of applicationID: String, matching filter: IdentityFilter, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> [Identity] {
        guard let application = try knownApplication(applicationID, turn) else {
            throw .unknown(.application, applicationID)
        }
        return visible(identities(of: application, matching: filter), now: turn.now)
    }

    /// The same, if reading them changes nothing: the application is there, and the API knows all of them.
    func readableIdentities(of applicationID: String, matching filter: IdentityFilter) -> [Identity]? {
        guard let application = applications[applicationID] else { return nil }
        let kept = identities(of: application, matching: filter)
        return kept.allSatisfy { $0.visibility == nil } ? kept : nil
    }

    private func identities(of application: ClientApplication, matching filter: IdentityFilter) -> [Identity] {
        application.identityIDs.compactMap { identities[$0] }.filter(filter.keeps).sorted { $0.ordinal < $1.ordinal }
    }

    mutating func updateIdentity(
        _ id: String, with change: Identity.Change, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Identity {
        var identity = try identity(id, turn)
        identity.apply(change, turn)
        identities[id] = identity
        if change.credentials != nil { watch(.identity, id, turn, anew: true) }
        return identity
    }

    mutating func deleteIdentity(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        let identity = try identity(id, turn)
        identities[id] = nil
        applications[identity.applicationID]?.identityIDs.remove(id)
        release()
    }

    /// Makes an identity at an application that there is.
    mutating func addIdentity(
        _ draft: Identity.Draft, to applicationID: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Identity {
        let ordinal = try reserve(turn.policies)
        var draft = draft
        draft.visibility = IdentityVisibility(turn)
        let identity = addIdentity(draft, id: ids.uuid(), ordinal: ordinal, to: applicationID, now: turn.now)
        watch(.identity, identity.id, turn)
        return identity
    }

    /// Inserts an identity whose place is reserved.
    mutating func addIdentity(
        _ draft: Identity.Draft, id: String, ordinal: Int64, to applicationID: String, now: Moment
    ) -> Identity {
        let identity = Identity(id: id, ordinal: ordinal, applicationID: applicationID, draft: draft, createdAt: now)
        identities[id] = identity
        applications[applicationID]?.identityIDs.insert(id)
        return identity
    }

    /// The identity of this id; where ids are adopted (policy `unknownIds`), one is made for an id that has none.
    mutating func knownIdentity(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Identity? {
        if let identity = identities[id] { return identity }
        guard turn.policies.unknownIDs == .adopt else { return nil }
        return try adoptIdentity(id, turn)
    }

    private mutating func adoptIdentity(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Identity {
        let application = try applicationOfAdopted(turn)
        let draft = Identity.Draft(
            name: "Adopted identity", source: application.site,
            validation: .immediate(of: [], turn))
        let ordinal = try reserve(turn.policies)
        return addIdentity(draft, id: id, ordinal: ordinal, to: application.id, now: turn.now)
    }

    // MARK: - Identities that the API does not know yet (policy `identityVisibility`)

    /// Counts a try to read an identity, even if the call is refused for it. Returns why it fails, or nil if it succeeds.
    mutating func hiddenReason(_ identity: Identity, now: Moment) -> Reason? {
        guard var visibility = identity.visibility else { return nil }
        let isVisible = visibility.read(at: now)
        // Nothing changes where time alone hides it.
        if isVisible || visibility != identity.visibility {
            identities[identity.id]?.visibility = isVisible ? nil : visibility
        }
        return isVisible ? nil : .identityNotVisible(identity, visibility)
    }

    /// Those of `found` that the API knows. For each of the others this was a try to read it.
    mutating func visible(_ found: [Identity], now: Moment) -> [Identity] {
        found.filter { hiddenReason($0, now: now) == nil }
    }

    // MARK: - Signing in again with what is stored (anchor.md 3)

    /// What a sign-in led to.
    struct Reauthentication: Sendable {
        let identityID: String
        let isAsync: Bool
        /// The browser session that it happens in.
        let sessionID: String
    }

    /// Signs in again: at once, or – with `isAsync` – as long as a validation takes.
    ///
    /// Throws 404 for an unknown identity, 412 for one without credentials and, where the client waits, 422 for a sign-in
    /// that fails. The browser that it happens in is a session like any other; it ends with a sign-in that was waited for.
    mutating func reauthenticate(
        _ id: String, isAsync: Bool, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Reauthentication {
        var identity = try identity(id, turn)
        // An adopted id has never been given credentials; whoever adopts ids wants the call to go through.
        guard !identity.credentials.isEmpty || turn.policies.unknownIDs == .adopt else { throw .noCredentials(id) }
        if !isAsync, Validation.outcome(of: identity.credentials, policies: turn.policies) == .failed {
            announce(
                .identityAuthenticationFailed, of: id, text: "❌ Identity `\(id)` could not sign in",
                data: identity.facts(.failed), turn)
            throw .signInFailed(identity)
        }
        let ordinal = try reserve(turn.policies)
        var configuration = SessionConfiguration()
        configuration.identityIDs = [id]
        var session = addSession(configuration, id: ids.uuid(), ordinal: ordinal, now: turn.now)
        if !isAsync {
            session.stop(at: turn.now)
            sessions[session.id] = session
            watch(.session, session.id, turn)
        }
        identity.revalidate(
            isAsync
                ? .afterCreation(of: identity.credentials, turn)
                : .immediate(of: identity.credentials, turn),
            at: turn.now)
        identities[id] = identity
        watch(.identity, id, turn, anew: true)
        return Reauthentication(identityID: id, isAsync: isAsync, sessionID: session.id)
    }
}
