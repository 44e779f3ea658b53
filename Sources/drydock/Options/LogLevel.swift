import ArgumentParser
import Logging

/// How loud the log is.
struct LogLevel: ExpressibleByArgument, LosslessStringConvertible {
    let level: Logger.Level

    init?(_ description: String) {
        guard let level = Logger.Level(rawValue: description) else { return nil }
        self.level = level
    }

    init?(argument: String) {
        self.init(argument)
    }

    var description: String { level.rawValue }
}
