import Assembly
import Kernel

extension DrydockConfiguration {
    /// The settings of a test's server: any free port, and a clock that stands unless the test says otherwise.
    package init(scenario: String? = nil, clock: String = "frozen", seed: UInt64? = nil) throws {
        self.init()
        port = 0
        scenarios = scenario.map { [$0] } ?? []
        self.seed = seed
        if let mode = ClockMode(rawValue: clock) {
            clockMode = mode
        } else if let moment = Moment(clock) {
            clockMode = .frozen
            clockStart = moment
        } else {
            throw DrydockFailure(reason: "\(clock) is neither running, frozen nor an RFC 3339 instant")
        }
    }
}
