import Kernel
import KernelHTTP

/// What the lists of sessions may ask for (anchor.md 4 and 4.2). What is nil or empty keeps all.
struct SessionFilter: Sendable {
    /// A part of the id, of a tag, of the first page's address or of the profile's name, in any case (ours).
    var search = ""
    /// The status; a word that no session has as its status keeps none.
    var status: String?
    /// All of these tags.
    var tags: Set<String> = []
    /// All of these hosts, in lower case and ASCII: they are the same in any.
    var domains: Set<String> = []
    /// Made then or later.
    var createdFrom: Moment?
    /// Made then or earlier.
    var createdTo: Moment?
    /// Part of that batch.
    var batchID: String?
    /// Started by a task, or not.
    var isTaskInitiated: Bool?
    /// With an active proxy, or without.
    var hasProxy: Bool?
    /// With extra stealth, or without.
    var hasExtraStealth: Bool?
    /// Started with a profile whose name has this in it, in any case.
    var profileName: String?

    /// Whether a list shows `session` at `now`.
    func keeps(_ session: Session, at now: Moment) -> Bool {
        session.isThere(at: now) && (batchID.map { $0 == session.start?.batchID } ?? true)
            && (isTaskInitiated.map { $0 == session.agents?.isInitiator ?? false } ?? true)
            && (status.map { $0 == session.status(at: now).rawValue } ?? true)
            && (createdFrom.map { session.createdAt >= $0 } ?? true)
            && (createdTo.map { session.createdAt <= $0 } ?? true)
            && keepsLabels(of: session) && keepsConfiguration(of: session)
    }

    private func keepsLabels(of session: Session) -> Bool {
        (tags.isEmpty || tags.isSubset(of: session.tags ?? []))
            && (domains.isEmpty || domains.isSubset(of: session.domains ?? []))
            && finds(search, in: session)
    }

    private func keepsConfiguration(of session: Session) -> Bool {
        let configuration = session.configuration
        return (hasProxy.map { $0 == (configuration.session.proxy?.isActive ?? false) } ?? true)
            && (hasExtraStealth.map { $0 == configuration.browser.has(.extraStealth) } ?? true)
            && (profileName.map { configuration.browser.profile?.name.contains(caseInsensitive: $0) ?? false } ?? true)
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

/// The filters as clients write them (anchor.md 4.2). `playground`, which the vendor removed, is ignored.
extension SessionFilter {
    /// Throws for a date or boolean that cannot be read, unless requests are taken as they come.
    init(_ query: QueryFields) throws(AnchorProblem) {
        search = query.text("search") ?? ""
        status = query.text("status")
        tags = Set(try query.words("tags"))
        domains = Set(try query.words("domains").map { DomainName.ascii($0) ?? $0.lowercased() })
        createdFrom = try query.moment("created_from")
        createdTo = try query.moment("created_to")
        batchID = query.id("batch_id")
        isTaskInitiated = try query.bool("task_initiated")
        hasProxy = try query.bool("proxy")
        hasExtraStealth = try query.bool("extra_stealth")
        profileName = query.text("profile_name")
    }

    /// The filters of `GET /v1/sessions/all/status`, which has neither `search` nor `status`.
    static func ofStatuses(_ query: QueryFields) throws(AnchorProblem) -> SessionFilter {
        var filter = try SessionFilter(query)
        filter.search = ""
        filter.status = nil
        return filter
    }
}

/// Sessions that a filter keeps, in the order of making unless it says another.
///
/// A session is much to copy, and a world has many: each is looked up when its turn has come.
struct FoundSessions: RandomAccessCollection, Sendable {
    private let table: Table<String, Session>
    private let ids: [String]

    /// The sessions with these ids, all of which `table` has.
    init(_ ids: [String], in table: Table<String, Session>) {
        self.table = table
        self.ids = ids
    }

    var startIndex: Int { 0 }
    var endIndex: Int { ids.count }

    subscript(position: Int) -> Session {
        guard let session = table[ids[position]] else { preconditionFailure("a session that was found is there") }
        return session
    }

    /// The same in the order of what `key` makes of each; equal ones stay as they are.
    func sorted(by key: (Session) -> some Comparable) -> FoundSessions {
        let keys = map(key)
        let places = indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        return FoundSessions(places.map { ids[$0] }, in: table)
    }
}

// MARK: - Pages of a list

/// Which rows of a list are wanted (anchor.md 4.2).
struct SessionListing: Sendable {
    enum SortKey: String, CaseIterable, Sendable {
        case createdAt = "created_at"
        case sessionID = "session_id"
        case usedCredits = "used_credits"
        case keyName = "api_key_name"
    }
    enum Order: String, CaseIterable, Sendable {
        case ascending = "asc"
        case descending = "desc"
    }

    /// The lengths that a page can have.
    static let limits = [10, 20, 50]

    let filter: SessionFilter
    let page: Int
    let limit: Int
    let key: SortKey
    let order: Order

    /// Throws for a page below 1, another length than 10, 20 or 50, and words that are not documented.
    init(_ query: QueryFields) throws(AnchorProblem) {
        filter = try SessionFilter(query)
        page = try query.integer("page", "a number from 1 on") { $0 >= 1 } ?? 1
        limit = try query.integer("limit", "10, 20 or 50") { Self.limits.contains($0) } ?? Self.limits[0]
        key = try query.choice("sort_by") ?? .createdAt
        order = try query.choice("sort_order") ?? .ascending
    }

    /// The page of `sessions`, which are all that the filter keeps in the order of making. Equal ones stay in that order.
    func page(of sessions: FoundSessions, at now: Moment) -> ListPage<Session> {
        let sorted =
            switch key {
            // There is one key's name, so that it leaves the order as it is.
            case .createdAt, .keyName: sessions
            case .sessionID: sessions.sorted(by: \.id)
            case .usedCredits: sessions.sorted { $0.creditsUsed(at: now) }
            }
        return order == .ascending
            ? ListPage(sorted, number: page, limit: limit) : ListPage(sorted.reversed(), number: page, limit: limit)
    }
}

/// One page of a list, and where it lies in the whole.
struct ListPage<Element: Sendable>: Sendable {
    /// The rows of this page; none beyond the last one.
    let rows: [Element]
    /// This page's number, from 1.
    let number: Int
    /// How many pages there are; zero if there are no rows.
    let count: Int
    /// How many rows all pages have.
    let total: Int

    /// Page `number`, from 1, of `elements` in pages of `limit`.
    init(_ elements: some RandomAccessCollection<Element>, number: Int, limit: Int) {
        self.number = number
        total = elements.count
        count = (elements.count + limit - 1) / limit
        rows = number <= count ? Array(elements.dropFirst((number - 1) * limit).prefix(limit)) : []
    }
}
