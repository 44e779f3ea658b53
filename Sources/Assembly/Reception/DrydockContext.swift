import Hummingbird
import KernelHTTP

/// What a request carries through Hummingbird's router: its exchange and the world that it entered.
struct DrydockContext: RequestContext {
    typealias Source = Arrival

    var coreContext: CoreRequestContextStorage
    let exchange: Exchange
    let world: World

    init(source: Arrival) {
        coreContext = CoreRequestContextStorage(source: source)
        exchange = source.exchange
        world = source.world
    }

    /// The path's parameters under the names that `template` has for them, decoded.
    ///
    /// The router knows them by position only: two vendors' templates may name the same place differently.
    func parameters(of names: [String]) -> NamedValues {
        NamedValues(
            names.enumerated().map { index, name in
                NamedValues.Pair(
                    name: name,
                    value: PercentCoding.decode(
                        coreContext.parameters[Substring(String(index))] ?? "", plusIsSpace: false))
            })
    }
}
