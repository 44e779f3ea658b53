import Synchronization

/// Which world issued which id, over all worlds: none may be issued by two.
final class IssuedIDs: Sendable {
    private struct Issued {
        var owners: [String: String] = [:]
        var byWorld: [String: [String]] = [:]
    }

    private let issued = Mutex(Issued())

    /// Notes the ids that a world issued, again or for the first time; returns one that is another world's already.
    func note(_ ids: [String], of world: String) -> (id: String, owner: String)? {
        issued.withLock { issued in
            for id in ids {
                if let owner = issued.owners[id] {
                    if owner != world { return (id, owner) }
                } else {
                    issued.owners[id] = world
                    issued.byWorld[world, default: []].append(id)
                }
            }
            return nil
        }
    }

    /// An id of another world; `choice` picks the world and the id.
    func foreign(to world: String, choice: UInt64) -> String? {
        issued.withLock { issued in
            let others = issued.byWorld.keys.sorted().filter { $0 != world }
            guard !others.isEmpty, let ids = issued.byWorld[others[Int(choice % UInt64(others.count))]] else {
                return nil
            }
            return ids[Int(choice / 64 % UInt64(ids.count))]
        }
    }

    /// How many ids there were in all.
    var count: Int { issued.withLock { $0.owners.count } }
}
