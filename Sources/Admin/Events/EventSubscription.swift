/// One listener's way through the events of a world.
package protocol EventSubscription: AnyObject, Sendable {
    /// What happened since the last call, in order; waits where nothing did. Nil when there will be nothing more.
    func next() async -> [ServerEvent]?
}
