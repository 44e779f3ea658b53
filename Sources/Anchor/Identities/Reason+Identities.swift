import Kernel

extension Reason {
    /// There is such an identity, and the API does not know it yet.
    static func identityNotVisible(_ identity: Identity, _ visibility: IdentityVisibility) -> Reason {
        Reason(
            "identity.notVisible",
            "Identity \(identity.id) was made at \(identity.createdAt), and the API does not know it yet (policy "
                + "identityVisibility): it does from \(visibility.visibleFrom) on, after \(visibility.readsLeft) more tries "
                + "to read it. Ask again.")
    }
}
