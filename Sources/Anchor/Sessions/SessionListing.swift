import Kernel

/// Which rows of a list are wanted (anchor.md 4.2).
struct SessionListing: Sendable {
    enum SortKey: String, CaseIterable, Sendable { case createdAt = "created_at" }
    enum Order: String, CaseIterable, Sendable {
        case ascending = "asc"
        case descending = "desc"
    }

    /// The lengths that a page can have.
    static let limits = [10, 20, 50]

    let filter: SessionFilter
    let page: Int
    let limit: Int
    let order: Order

    /// Throws for a page below 1, another length than 10, 20 or 50, and words that are not documented.
    init(_ query: QueryFields) throws(AnchorProblem) {
        filter = try SessionFilter(query)
        page = try query.integer("page", "a number from 1 on") { $0 >= 1 } ?? 1
        limit = try query.integer("limit", "10, 20 or 50") { Self.limits.contains($0) } ?? Self.limits[0]
        _ = try query.choice("sort_by", of: SortKey.self)
        order = try query.choice("sort_order") ?? .ascending
    }

    /// The page of `sessions`, which are all that the filter keeps in the order of making.
    func page(of sessions: [Session]) -> ListPage<Session> {
        ListPage(order == .ascending ? sessions : sessions.reversed(), number: page, limit: limit)
    }
}
