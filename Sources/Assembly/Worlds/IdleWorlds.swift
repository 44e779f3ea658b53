import Kernel

/// Finds the world that was idle longest. All worlds are looked at only once in a while: those that were idlest then stay so
/// unless they are used, because nobody's last use moves back.
struct IdleWorlds {
    private struct Candidate {
        let name: WorldName
        let idleSince: UInt64
    }

    /// The idlest last.
    private var candidates: [Candidate] = []

    /// The idlest of `worlds`. The default world is none: it is where requests without a name go.
    mutating func next(among worlds: [WorldName: World]) -> WorldName? {
        if let name = nextCandidate(among: worlds) { return name }
        let named = worlds.values.filter { $0.name != .default }
        candidates = named.map { Candidate(name: $0.name, idleSince: $0.idleSince) }
            .sorted { $0.idleSince < $1.idleSince }.prefix(max(1, worlds.count / 16)).reversed()
        return nextCandidate(among: worlds)
    }

    private mutating func nextCandidate(among worlds: [WorldName: World]) -> WorldName? {
        while let candidate = candidates.popLast() {
            // Whoever was used since, or is gone, is passed over.
            if worlds[candidate.name]?.idleSince == candidate.idleSince { return candidate.name }
        }
        return nil
    }
}
