/// How old a key set may be.
package enum KeySetFreshness: Hashable, Sendable {
    /// Downloaded for this question, or by a download that is under way: what making a user pool asks for.
    case fresh
    /// As old as the cache's lifetime, unless it lacks the key `knowing`: then it is downloaded again, once. What checking a
    /// token asks for.
    case cached(knowing: String?)
}
