import ArgumentParser
import Kernel

/// `running`, `frozen`, or an instant, which means frozen at it.
struct ClockSetting: ExpressibleByArgument, LosslessStringConvertible, Equatable {
    let mode: ClockMode
    let start: Moment?

    init?(_ description: String) {
        if let mode = ClockMode(rawValue: description) {
            self.mode = mode
            start = nil
        } else if let moment = Moment(description) {
            mode = .frozen
            start = moment
        } else {
            return nil
        }
    }

    init?(argument: String) {
        self.init(argument)
    }

    var description: String { start?.description ?? mode.rawValue }
}
