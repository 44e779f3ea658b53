/// Who calls what backends and end users call alike (anon.md 3.4).
enum AccountCaller: Sendable {
    /// Somebody of an organisation, by session token or API key.
    case backend(Caller)
    /// An end user, by app user id token.
    case appUser(AppUserIdentity)
}
