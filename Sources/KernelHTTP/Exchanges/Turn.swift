package import Kernel

/// What a transition is told besides its own arguments: the choices that hold in its world, and the world's time.
package struct Turn<Policies: Sendable>: Sendable {
    /// The choices.
    package let policies: Policies
    /// The time, read once for each request.
    package let now: Moment

    /// A turn of these.
    package init(policies: Policies, now: Moment) {
        self.policies = policies
        self.now = now
    }
}
