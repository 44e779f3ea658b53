import Kernel

/// From when on the API knows a new identity: not before a time is over and so many tries to read it have failed
/// (policy `identityVisibility`).
package struct IdentityVisibility: Codable, Sendable, Equatable {
    /// The instant from which on it can be read. At the instant itself it can.
    let visibleFrom: Moment
    /// How many more tries fail.
    private(set) var readsLeft: Int

    /// What the world's choices give an identity that is made now; nil where it can be read at once.
    init?(_ policies: AnchorPolicies, at now: Moment) {
        guard policies.visibilityDelay > .zero || policies.hiddenReads > 0 else { return nil }
        visibleFrom = now + policies.visibilityDelay
        readsLeft = policies.hiddenReads
    }

    /// Counts a try to read it. Tells whether the try succeeds.
    mutating func read(at now: Moment) -> Bool {
        guard readsLeft == 0 else {
            readsLeft -= 1
            return false
        }
        return now >= visibleFrom
    }
}
