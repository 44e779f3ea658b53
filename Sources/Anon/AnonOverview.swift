import HashTreeCollections
import HostedPages
package import Kernel
import KernelHTTP

/// Anon's objects at one moment, as people think of them. It is made of a snapshot, with no lock held.
struct AnonOverview: Sendable {
    /// The objects.
    let state: AnonState
    /// The first apps by id: a world may know very many.
    private let apps: [AppIntegration]

    private static let mostApps = 50

    init(_ state: AnonState) {
        self.state = state
        apps = Array(state.appIntegrations.prefix(Self.mostApps))
    }

    /// The kinds, in the order in which a person meets them.
    static let listings: [ObjectListing<AnonOverview>] = [appUsers, sessions, remoteBrowsers, userPools, sdkClients]
}

extension AnonStore: ObjectSource {
    /// What people know Anon by.
    package static let objectKinds: [ObjectKind] = AnonOverview.listings.map(\.kind)

    /// The newest objects of these kinds. None of them changes by itself.
    package func objects(of kinds: Set<ObjectKind>, most: Int, at _: Moment) -> [ObjectList] {
        let overview = AnonOverview(snapshot)
        return AnonOverview.listings.filter { kinds.contains($0.kind) }.map { $0.list(of: overview, most: most) }
    }
}

// MARK: - Users and their sessions

extension AnonOverview {
    private static let appUsers = ObjectListing<AnonOverview>(
        ObjectKind("anon.appUsers", title: "App users", emptiness: "A user who finishes Link becomes one."),
        actions: { [.link(nil, apps: $0.apps)] }
    ) { overview, most in
        let newest = overview.state.appUsers.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.appUser($0.value) })
    }

    private func appUser(_ user: AppUser) -> ShownObject {
        var shown = ShownObject(
            user.anonID, title: user.key.externalID, state: ShownObject.State("linked", .good))
        shown.add("Anon's id", user.anonID)
        shown.add("E-mail", user.email)
        shown.add("Organization", organization(user.key.organizationID))
        shown.add("Keys", user.key.keySpace.rawValue)
        shown.actions = [.link(user.key, apps: apps)]
        return shown
    }

    private static let sessions = ObjectListing<AnonOverview>(
        ObjectKind("anon.sessions", title: "Sessions at apps", emptiness: "A user who finishes Link gets one.")
    ) { overview, most in
        let newest = overview.state.sessions.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.session($0.value) })
    }

    private func session(_ session: Session) -> ShownObject {
        let tones: [Session.Condition: ShownObject.State.Tone] = [.active: .good, .revoked: .bad]
        var shown = ShownObject(
            session.id, title: "\(session.user.externalID) at \(session.app)",
            state: ShownObject.State(session.status.rawValue, tones[session.status] ?? .plain))
        shown.add("Session", session.id)
        shown.add("Organization", organization(session.user.organizationID))
        shown.add("Keys", session.user.keySpace.rawValue)
        shown.add("Collected", session.collectedAt.description)
        if session.unknownReadsLeft > 0 {
            shown.add("Reads", "\(session.unknownReadsLeft) more answer unknown, then \(session.condition.rawValue)")
        }
        shown.add("Uses left", session.usesLeft.map { "\($0), then it is revoked" })
        shown.add("Granted to", ShownText.list(session.grantedClientIDs))
        shown.actions = [
            ObjectAction(
                "endSession", "Forget", parameters: [("id", session.id)],
                question: "Forget the session of \(session.user.externalID) at \(session.app)?")
        ]
        return shown
    }

    private static let remoteBrowsers = ObjectListing<AnonOverview>(
        ObjectKind(
            "anon.remoteBrowsers", title: "Remote browsers", emptiness: "POST /account/api/v1/cdpUrl hands one out.")
    ) { overview, most in
        let newest = overview.state.remoteBrowsers.newest(most) { $0.startedAt }
        let objects = newest.rows.map { row in
            var shown = ShownObject(
                row.value.id, title: "Browser for \(row.value.user.externalID)", state: ShownObject.State("handed out"))
            shown.add("Browser", row.value.id)
            shown.add("Signed in at", ShownText.list(row.value.apps))
            shown.add("Started", row.value.startedAt.description)
            shown.links = [
                ShownObject.Link("Live stream", path: "/live/\(PercentCoding.encode(row.value.id))", isFramed: true)
            ]
            return shown
        }
        return (newest.count, objects)
    }

    private func organization(_ id: String) -> String { state.organizations[id]?.name ?? id }
}

// MARK: - What a customer sets up

extension AnonOverview {
    private static let userPools = ObjectListing<AnonOverview>(
        ObjectKind("anon.userPools", title: "User pools", emptiness: "POST /org/userPool makes one.")
    ) { overview, most in
        let newest = overview.state.userPools.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.userPool($0.value) })
    }

    private func userPool(_ pool: UserPool) -> ShownObject {
        var shown = ShownObject(
            pool.id, title: pool.name, state: ShownObject.State(pool.isHosted ? "hosted" : "self-hosted"))
        shown.add("Pool", pool.id)
        shown.add("About", pool.description)
        shown.add("Organization", organization(pool.organizationID))
        if case .selfHosted(let jwksURI, _) = pool.authorization { shown.add("Key set", jwksURI) }
        shown.add("Claim of the user", pool.idClaim)
        return shown
    }

    private static let sdkClients = ObjectListing<AnonOverview>(
        ObjectKind("anon.sdkClients", title: "SDK clients", emptiness: "POST /org/sdkClient makes one.")
    ) { overview, most in
        let newest = overview.state.sdkClients.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.sdkClient($0.value) })
    }

    private func sdkClient(_ client: SdkClient) -> ShownObject {
        let word =
            switch client.kind {
            case .application: "web app"
            case .service: "service"
            }
        var shown = ShownObject(client.id, title: client.name, state: ShownObject.State(word))
        shown.add("Client", client.id)
        shown.add("About", client.description)
        shown.add("Organization", organization(client.organizationID))
        switch client.kind {
        case .application(let poolID): shown.add("Pool", state.userPools[poolID]?.name ?? poolID)
        case .service(let apiKey, let keySpace):
            shown.add("Keys", keySpace.rawValue)
            shown.add("Key", apiKey, isSecret: true)
        }
        return shown
    }
}

// MARK: - What a person does by hand

extension ObjectAction {
    /// Does what a user would on the Link page; without a user, one of the ready-made organisation is typed in.
    fileprivate static func link(_ user: AppUserKey?, apps: [AppIntegration]) -> ObjectAction {
        var members = [
            Member("app", label: "App", .choice(apps.map { Option($0.id, $0.displayName) }))
        ]
        if let user {
            members += [
                Member("appUserId", .fixed(user.externalID)), Member("organizationId", .fixed(user.organizationID)),
                Member("environment", .fixed(user.keySpace.rawValue)),
            ]
        } else {
            members.append(Member("appUserId", label: "App user id", .text(isRequired: true)))
        }
        let outcomes = [("success", "signs in"), ("cancel", "cancels"), ("failed", "fails to sign in")]
        members.append(
            Member(
                "outcome", label: "What the user does",
                .choice([Option("", "what this user does")] + outcomes.map { Option($0.0, $0.1) })))
        let users = MagicUser.allCases.map { user in
            Option(
                user.rawValue, "\(user.rawValue): \(user.effect(pending: "is signed in; the status takes its time."))")
        }
        members.append(Member("userName", label: "User", .choice([Option("", "anybody")] + users)))
        return ObjectAction("completeLink", user == nil ? "Link a user" : "Link", members: members)
    }
}

extension AnonStore {
    /// Forgets a session, as its owner's call would, with the grants on it. Returns false if there is none of this id.
    package func endSession(_ id: String) -> Bool {
        update { state in
            guard let session = state.sessions[id] else { return false }
            state.remove(session)
            return true
        }
    }
}
