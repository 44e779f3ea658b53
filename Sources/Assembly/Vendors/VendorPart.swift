import Anchor
import Anon

/// Both vendors' states at one moment. An object, so that snapshots between which nothing changed share it.
final class VendorStates: Sendable {
    /// Anchor's objects.
    let anchor: AnchorState
    /// Anon's objects.
    let anon: AnonState
    private let anchorVersion: Int?
    private let anonVersion: Int?

    /// States that no store has yet.
    init(anchor: AnchorState, anon: AnonState) {
        self.anchor = anchor
        self.anon = anon
        anchorVersion = nil
        anonVersion = nil
    }

    private init(of anchor: AnchorStore, _ anon: AnonStore) {
        (anchorVersion, self.anchor) = anchor.versioned
        (anonVersion, self.anon) = anon.versioned
    }

    /// What the stores hold now: `known`, which was taken from them earlier, where nothing was changed since.
    static func current(in anchor: AnchorStore, _ anon: AnonStore, known: VendorStates?) -> VendorStates {
        if let known, known.anchorVersion == anchor.version, known.anonVersion == anon.version { return known }
        return VendorStates(of: anchor, anon)
    }
}
