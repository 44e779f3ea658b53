import FoundationEssentials
import Kernel
import Logging

/// Log lines as one JSON object each on standard error, for collectors.
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
        StandardStream.error.write(JSONWriter.text(line))
    }
}
