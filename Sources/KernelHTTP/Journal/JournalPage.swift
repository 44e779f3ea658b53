/// A piece of a journal, for somebody who follows it.
package struct JournalPage: Sendable {
    /// The exchanges, oldest first.
    package let entries: [JournalEntry]
    /// Where the next page begins.
    package let place: Int
    /// How many exchanges were there once and are no longer kept.
    package let missing: Int
}
