/// One page of a list, and where it lies in the whole.
struct ListPage<Element: Sendable>: Sendable {
    /// The rows of this page; none beyond the last one.
    let rows: [Element]
    /// This page's number, from 1.
    let number: Int
    /// How many pages there are; none where there are no rows.
    let count: Int
    /// How many rows all pages have.
    let total: Int

    /// Page `number`, from 1, of `elements` in pages of `limit`.
    init(_ elements: [Element], number: Int, limit: Int) {
        self.number = number
        total = elements.count
        count = (elements.count + limit - 1) / limit
        rows = number <= count ? Array(elements[((number - 1) * limit)...].prefix(limit)) : []
    }
}
