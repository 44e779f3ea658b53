import ArgumentParser
import FoundationEssentials
import Kernel
import Logging

/// From which level on messages are logged.
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

/// How a log line is written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable, LosslessStringConvertible {
    case text
    case json

    init?(_ description: String) {
        self.init(rawValue: description)
    }

    var description: String { rawValue }
}

/// Writes each log line as a JSON object to standard error, for log collectors.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let own = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let members: [(String, JSONValue)] = [
            ("time", .string(time.description)), ("level", .string(event.level.rawValue)),
            ("message", .string(event.message.description)),
        ]
        let line = JSONObject(members + own.map { ($0.key, .string($0.value.description)) })
        try? StandardStream.error.write(JSONWriter.text(line))
    }
}
