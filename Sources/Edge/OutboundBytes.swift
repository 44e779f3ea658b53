/// What a connection has written so far.
struct OutboundBytes: Hashable {
    /// Bytes written in all.
    var written = 0
    /// Of these, how many the client's system has not taken yet and ours has no room for.
    var pending = 0
}
