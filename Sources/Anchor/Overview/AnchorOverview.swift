import HashTreeCollections
package import Kernel
import KernelHTTP

/// Anchor's objects at one moment, as people think of them. It is made of a snapshot, with no lock held.
struct AnchorOverview: Sendable {
    /// The objects.
    let state: AnchorState
    /// The world's time.
    let now: Moment

    /// The kinds, in the order in which a person meets them.
    static let listings: [ObjectListing<AnchorOverview>] = [
        questions, identityTokens, identities, sessions, applications, agentRuns, tasks, webhooks, webhookDeliveries,
    ]
}

extension AnchorStore: ObjectSource {
    /// What people know Anchor by.
    package static let objectKinds: [ObjectKind] = AnchorOverview.listings.map(\.kind)

    /// The newest objects of these kinds.
    package func objects(of kinds: Set<ObjectKind>, most: Int, at now: Moment) -> [ObjectList] {
        let overview = AnchorOverview(state: snapshot, now: now)
        return AnchorOverview.listings.filter { kinds.contains($0.kind) }.map { $0.list(of: overview, most: most) }
    }
}

// MARK: - Connecting a user

extension AnchorOverview {
    private static let identityTokens = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.identityTokens", title: "Identity tokens",
            emptiness: "POST /v1/applications/{applicationId}/tokens issues one.")
    ) { overview, most in
        let newest = overview.state.identityTokens.newest(most) { $0.ordinal ?? 0 }
        return (newest.count, newest.rows.map { overview.identityToken($0.key, $0.value) })
    }

    private func identityToken(_ secret: String, _ token: IdentityToken) -> ShownObject {
        let application = state.applications[token.grant.applicationID]
        var state = ShownObject.State("good", .good)
        var refusal: Reason?
        do throws(IdentityTokenRefusal) {
            _ = try self.state.peekIdentityToken(secret, now: now)
        } catch {
            state = error.state
            refusal = error.reason
        }
        var shown = ShownObject(secret, title: application?.name ?? "An application that is gone", state: state)
        shown.isSecret = true
        shown.add("Site", application?.site)
        shown.add("Callback", token.grant.callback)
        shown.add("Why", refusal?.detail)
        guard refusal == nil else { return shown }
        shown.next = ShownObject.Next("Expires", at: token.expiresAt)
        shown.links = [
            ShownObject.Link("Open the page", path: "/identity/create?token=\(PercentCoding.encode(secret))")
        ]
        shown.actions = [.completeIdentityToken(secret)]
        return shown
    }

    private static let identities = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.identities", title: "Identities",
            emptiness: "A user who finishes the hosted page gets one; so does POST /v1/identities.")
    ) { overview, most in
        let newest = overview.state.identities.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.identity($0.value) })
    }

    private func identity(_ identity: Identity) -> ShownObject {
        let status = identity.status(at: now)
        let tones: [Identity.Status: ShownObject.State.Tone] = [.validated: .good, .failed: .bad]
        var shown = ShownObject(
            identity.id, title: identity.name, state: ShownObject.State(status.rawValue, tones[status] ?? .plain))
        shown.add("Application", state.applications[identity.applicationID]?.name)
        shown.add("Source", identity.source)
        // Names only: what a user entered besides is nobody's business.
        shown.add("Signs in as", ShownText.list(identity.credentials.compactMap(\.username)))
        shown.add("Flow", identity.authFlow)
        shown.add("Created", identity.createdAt.description)
        if status == .pending { shown.next = ShownObject.Next("Validated", at: identity.validation.endsAt) }
        return shown
    }

    private static let applications = ObjectListing<AnchorOverview>(
        ObjectKind("anchor.applications", title: "Applications", emptiness: "POST /v1/applications makes one.")
    ) { overview, most in
        let newest = overview.state.applications.newest(most) { $0.ordinal }
        let objects = newest.rows.map { row in
            var shown = ShownObject(
                row.value.id, title: row.value.name,
                state: ShownObject.State(row.value.authFlows.isEmpty ? "no flows" : "ready"))
            shown.add("Site", row.value.site)
            shown.add("Identities", "\(row.value.identityIDs.count)")
            shown.add("Flows", ShownText.list(row.value.authFlows.map(\.name)))
            shown.add("Created", row.value.createdAt.description)
            return shown
        }
        return (newest.count, objects)
    }
}

extension IdentityTokenRefusal {
    fileprivate var state: ShownObject.State {
        switch self {
        case .unknown, .applicationDeleted: ShownObject.State("without application", .bad)
        case .alreadyUsed: ShownObject.State("used")
        case .expired: ShownObject.State("expired", .bad)
        case .worldIsFull: ShownObject.State("world is full", .bad)
        }
    }
}
