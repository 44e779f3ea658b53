package import Kernel
package import KernelHTTP

/// One world as the control plane sees it.
package protocol ControlledWorld: Sendable {
    /// Its name.
    var name: WorldName { get }
    /// Its clock.
    var clock: WorldClock { get }
    /// Its rules.
    var rules: RuleBook { get }
    /// Its journal.
    var journal: Journal { get }
    /// The name of the scenario that it began with.
    var scenarioName: String { get }
}
