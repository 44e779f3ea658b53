package import KernelHTTP

/// What a listener of `/events` is told.
package enum ServerEvent: Sendable {
    /// An exchange ended and stands in the journal.
    case request(JournalEntry)
    /// The world was swapped or forgotten; its newest exchange is now `newest`, 0 where there is none.
    case world(WorldChange, newest: Int)
    /// So many exchanges left the journal before the listener could take them.
    case dropped(Int)
    /// Nothing happened for a while.
    case heartbeat
}
