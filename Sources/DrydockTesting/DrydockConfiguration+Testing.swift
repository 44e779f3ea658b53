package import Assembly
import Kernel

extension DrydockConfiguration {
    /// The settings of a test's server: any free port, and a clock that stands unless the test says otherwise.
    ///
    /// Throws `DrydockFailure` for a clock that is none.
    package static func testing(
        scenario: String? = nil, clock: String = "frozen", seed: UInt64? = nil
    ) throws(DrydockFailure) -> DrydockConfiguration {
        var configuration = DrydockConfiguration()
        configuration.port = 0
        configuration.scenarios = scenario.map { [$0] } ?? []
        configuration.seed = seed
        if let mode = ClockMode(rawValue: clock) {
            configuration.clockMode = mode
        } else if let moment = Moment(clock) {
            configuration.clockMode = .frozen
            configuration.clockStart = moment
        } else {
            throw DrydockFailure(reason: "\(clock) is neither running, frozen nor an RFC 3339 instant")
        }
        return configuration
    }
}
