import HashTreeCollections
import Kernel

/// Identities that are there and that the API does not know yet (policy `identityVisibility`).
extension AnchorState {
    /// Counts a try to read an identity, also where the call is refused for it. Tells why it fails; nil where it succeeds.
    mutating func whyHidden(_ identity: Identity, now: Moment) -> Reason? {
        guard var visibility = identity.visibility else { return nil }
        let isVisible = visibility.read(at: now)
        identities[identity.id]?.visibility = isVisible ? nil : visibility
        return isVisible ? nil : .identityNotVisible(identity, visibility)
    }

    /// Those of `found` that the API knows. For each of the others this was a try to read it.
    mutating func visible(_ found: [Identity], now: Moment) -> [Identity] {
        found.filter { whyHidden($0, now: now) == nil }
    }
}
