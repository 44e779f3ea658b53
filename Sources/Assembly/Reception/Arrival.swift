import Hummingbird
import KernelHTTP
import Logging

/// A request that has chosen its world: where a `DrydockContext` comes from.
struct Arrival: RequestContextSource {
    let logger: Logger
    let exchange: Exchange
    let world: World
}
