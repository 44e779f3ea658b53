package import Kernel

/// What happens in worlds, as it happens.
package protocol ControlledEvents: Sendable {
    /// Begins to listen to the world of this name, whatever world that is at the time.
    ///
    /// - Parameter number: the last exchange that the listener knows; it is told of all later ones that the journal has.
    ///   Nil tells only what happens from now on, 0 all that the journal has.
    /// - Throws: where too many listen already.
    func subscribe(
        to world: WorldName, after number: Int?
    ) throws(ControlRefusal) -> any EventSubscription
}
