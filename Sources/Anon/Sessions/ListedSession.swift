/// A session with whom it belongs to.
struct ListedSession: Sendable {
    let session: Session
    let user: AppUser
}
