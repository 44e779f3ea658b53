package import Kernel

/// When a session ends by itself, in minutes; -1 is never (anchor.md 4.1).
package struct SessionTimeout: Codable, Sendable, Equatable {
    /// From the creation on.
    package var maximumDuration = 20
    /// From the last activity on.
    package var idleTimeout = 5

    /// The defaults: 20 and 5 minutes.
    package init() {}

    /// The length of the whole session; nil is without limit.
    var longest: TimeSpan? { maximumDuration < 0 ? nil : .minutes(Int64(maximumDuration)) }

    /// How long the session may be idle; nil is without limit.
    var longestIdle: TimeSpan? { idleTimeout < 0 ? nil : .minutes(Int64(idleTimeout)) }
}

extension SessionTimeout {
    /// Reads `session.timeout`. Throws for what is no whole number and for one below -1.
    init(_ fields: Fields) throws(FieldComplaint) {
        maximumDuration = try Self.minutes("max_duration", of: fields) ?? maximumDuration
        idleTimeout = try Self.minutes("idle_timeout", of: fields) ?? idleTimeout
    }

    private static func minutes(_ name: String, of fields: Fields) throws(FieldComplaint) -> Int? {
        guard let minutes: Int = try fields.optional(name) else { return nil }
        guard minutes >= -1 || fields.reading == .lenient else {
            throw fields.complaint(name, "must be a number of minutes, or -1 for no limit")
        }
        return minutes
    }
}

extension SessionTimeout: JSONWritable {
    /// Both limits.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("max_duration", maximumDuration)
            json.member("idle_timeout", idleTimeout)
        }
    }
}
