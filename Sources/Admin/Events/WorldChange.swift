package import Kernel

/// That a world was swapped for another one of its name, or forgotten.
package struct WorldChange: Sendable, Hashable {
    /// What happened to it.
    package enum Kind: String, Sendable, CaseIterable {
        /// It went back to its start.
        case reset
        /// It began anew from a scenario.
        case loaded
        /// It went back to a snapshot, or to before a request.
        case restored
        /// It was forgotten; the next request in it makes it anew.
        case dropped
        /// It was forgotten for want of room.
        case evicted
    }

    /// The world's name.
    package let world: WorldName
    /// What happened.
    package let kind: Kind
    /// The scenario that it begins with, or began with if it is gone.
    package let scenario: String

    /// A change of these.
    package init(_ kind: Kind, of world: WorldName, scenario: String) {
        self.kind = kind
        self.world = world
        self.scenario = scenario
    }
}
