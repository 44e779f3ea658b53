import KernelHTTP

/// A request that has entered its world.
struct Arrival: Sendable {
    let world: World
    let exchange: Exchange
    /// Why it is in the default world although it named another.
    let refusal: WorldNameRefusal?
}
