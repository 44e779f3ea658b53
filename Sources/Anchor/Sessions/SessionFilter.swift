import Kernel

/// What the lists of sessions may ask for (anchor.md 4 and 4.2). What is nil or empty keeps all.
struct SessionFilter: Sendable {
    /// A part of the id, of a tag, of the first page's address or of the profile's name, in any case (ours).
    var search = ""
    /// The status; a word that no session has keeps none.
    var status: String?
    /// One of these tags at least (ours).
    var tags: [String] = []
    /// One of these hosts at least, in any case (ours).
    var domains: [String] = []
    /// Made then or later.
    var createdFrom: Moment?
    /// Made then or earlier.
    var createdTo: Moment?
    /// Part of that batch: no session is.
    var batchID: String?
    /// Started by a task: no session is.
    var isTaskInitiated: Bool?
    /// With an active proxy, or without.
    var hasProxy: Bool?
    /// With extra stealth, or without.
    var hasExtraStealth: Bool?
    /// Started with that profile.
    var profileName: String?

    /// Whether a list shows `session` at `now`.
    func keeps(_ session: Session, at now: Moment) -> Bool {
        batchID == nil && isTaskInitiated != true
            && (status.map { $0 == session.status(at: now).rawValue } ?? true)
            && (createdFrom.map { session.createdAt >= $0 } ?? true)
            && (createdTo.map { session.createdAt <= $0 } ?? true)
            && keepsLabels(of: session) && keepsConfiguration(of: session)
    }

    private func keepsLabels(of session: Session) -> Bool {
        let hosts = session.domains ?? []
        return (tags.isEmpty || tags.contains { session.tags?.contains($0) ?? false })
            && (domains.isEmpty || domains.contains { hosts.contains($0.lowercased()) })
            && finds(search, in: session)
    }

    private func keepsConfiguration(of session: Session) -> Bool {
        let configuration = session.configuration
        return (hasProxy.map { $0 == (configuration.session.proxy?.isActive ?? false) } ?? true)
            && (hasExtraStealth.map { $0 == configuration.browser.has(.extraStealth) } ?? true)
            && (profileName.map { $0 == configuration.browser.profile?.name } ?? true)
    }

    private func finds(_ text: String, in session: Session) -> Bool {
        if text.isEmpty { return true }
        let configuration = session.configuration
        let texts =
            [session.id] + (session.tags ?? [])
            + [configuration.session.initialURL, configuration.browser.profile?.name].compactMap(\.self)
        return texts.contains { $0.contains(caseInsensitive: text) }
    }
}
