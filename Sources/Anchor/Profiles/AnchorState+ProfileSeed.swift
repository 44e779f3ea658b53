import HashTreeCollections
import Kernel

extension AnchorState {
    /// Puts in a profile of a scenario.
    mutating func plant(_ seed: ProfileSeed, now: Moment) {
        let draft = Profile.Draft(name: seed.name, description: seed.description)
        profiles[seed.name] = Profile(draft, ordinal: takeRoom(), createdAt: now)
    }
}
