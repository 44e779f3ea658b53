package import Browsers
import HashTreeCollections
package import Kernel
import KernelHTTP

/// The state that a scenario describes.
extension AnchorState {
    /// A world's first state. What a scenario lists is there whatever the limit on objects; a reference that leads nowhere,
    /// which `AnchorSeed.complaints` reports, is left out.
    ///
    /// - Parameter network: how browsers reach the sites.
    package init(
        seed: AnchorSeed, policies: AnchorPolicies, network: BrowserNetwork = BrowserNetwork(), ids: IDSequence,
        now: Moment
    ) {
        self.init(ids: ids)
        for application in seed.applications ?? [] { insert(application, network, now: now) }
        let names = Dictionary(applications.values.map { ($0.name, $0.id) }) { first, _ in first }
        for flow in seed.authFlows ?? [] { insert(flow, names, now: now) }
        for identity in seed.identities ?? [] {
            insert(identity, names, network, AnchorTurn(policies: policies, now: now))
        }
        for profile in seed.profiles ?? [] { insert(profile, now: now) }
        for stored in seed.extensions ?? [] { insert(stored, now: now) }
        for certificate in seed.certificates ?? [] { insert(certificate, now: now) }
        for integration in seed.integrations ?? [] { insert(integration, now: now) }
        for session in seed.sessions ?? [] { insert(session, now: now) }
        for volume in seed.volumes ?? [] { insert(volume, now: now) }
        for task in seed.tasks ?? [] { insert(task, names, now: now) }
        for (index, result) in (seed.taskResults ?? []).enumerated() { insert(result, at: index) }
        for webhook in seed.webhooks ?? [] { insert(webhook, now: now) }
        for page in seed.pages ?? [] { insert(page) }
        for flow in seed.signInFlows ?? [] { insert(flow) }
    }

    private mutating func insert(_ seed: ApplicationSeed, _ network: BrowserNetwork, now: Moment) {
        guard let site = WebAddress(site: seed.source) else { return }
        let draft = ClientApplication.Draft(
            site: site, name: seed.name, description: seed.description,
            signedIn: seed.signedIn?.state(of: SiteOrigin(site).reached(through: network)))
        _ = addApplication(draft, id: seed.id?.text ?? ids.uuid(), ordinal: nextOrdinal(for: 2), now: now)
    }

    private mutating func insert(_ seed: AuthFlowSeed, _ names: [String: String], now: Moment) {
        guard let application = application(referredToAs: seed.application, names) else { return }
        _ = nextOrdinal()
        _ = addAuthFlow(seed.draft, id: seed.id?.text ?? ids.uuid(), to: application, now: now)
    }

    private mutating func insert(
        _ seed: IdentitySeed, _ names: [String: String], _ network: BrowserNetwork, _ turn: AnchorTurn
    ) {
        guard let application = application(referredToAs: seed.application, names) else { return }
        var draft = seed.draft(source: application.site, turn)
        draft.browser = WebAddress(application.site).flatMap {
            seed.browser?.state(of: SiteOrigin($0).reached(through: network))
        }
        _ = addIdentity(
            draft, id: seed.id?.text ?? ids.uuid(), ordinal: nextOrdinal(), to: application.id, now: turn.now)
    }

    private mutating func insert(_ seed: ProfileSeed, now: Moment) {
        let draft = Profile.Draft(name: seed.name, description: seed.description)
        profiles[seed.name] = Profile(draft, ordinal: nextOrdinal(), createdAt: now)
    }

    /// A scenario's session began when the world did and runs without a limit, so that it is still there when somebody looks
    /// (ours).
    private mutating func insert(_ seed: SessionSeed, now: Moment) {
        var configuration = SessionConfiguration()
        configuration.identityIDs = (seed.identities ?? []).map(\.text)
        configuration.session.tags = seed.tags
        configuration.session.initialURL = seed.initialURL.map { WebAddress($0)?.text ?? $0 }
        configuration.session.timeout.maximumDuration = -1
        configuration.session.timeout.idleTimeout = -1
        addSession(configuration, id: seed.id?.text ?? ids.uuid(), ordinal: nextOrdinal(), now: now)
    }

    private func application(
        referredToAs reference: ObjectID, _ names: [String: String]
    ) -> ClientApplication? {
        applications[reference.text] ?? names[reference.text].flatMap { applications[$0] }
    }
}
