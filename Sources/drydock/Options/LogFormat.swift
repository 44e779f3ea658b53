import ArgumentParser

/// How a log line is written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable, LosslessStringConvertible {
    case text
    case json

    init?(_ description: String) {
        self.init(rawValue: description)
    }

    var description: String { rawValue }
}
