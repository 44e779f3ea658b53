import Kernel

/// A fixture of canned data. Where an answer has a time it says how long ago that is, so that the data is as old at every
/// call: `{"minutesAgo": 25}`.
struct CannedDocument: Sendable {
    private let value: JSONValue

    /// - Parameter bytes: JSON; anything else is an empty document, which the tests would notice.
    init(_ bytes: [UInt8]) {
        value = (try? JSONParser.parse(bytes)) ?? .null
    }

    /// The whole document as it reads at `now`.
    func value(at now: Moment) -> JSONValue {
        Self.dated(value, now)
    }

    /// The objects in the array `name`, as they read at `now`.
    func objects(_ name: String, at now: Moment) -> [JSONObject] {
        Self.dated(value.object?[name] ?? .null, now).array?.compactMap(\.object) ?? []
    }

    private static func dated(_ value: JSONValue, _ now: Moment) -> JSONValue {
        switch value {
        case .object(let object):
            if case .integer(let minutes)? = object["minutesAgo"], object.members.count == 1 {
                return .string((now + .minutes(-minutes)).description)
            }
            return .object(JSONObject(object.members.map { ($0.name, dated($0.value, now)) }))
        case .array(let elements): return .array(elements.map { dated($0, now) })
        default: return value
        }
    }
}

// MARK: - The fixtures

extension CannedDocument {
    static let linkedInConnections = CannedDocument(PackageResources.linkedin_connections_json)
    static let linkedInConversations = CannedDocument(PackageResources.linkedin_conversations_json)
    static let linkedInMessages = CannedDocument(PackageResources.linkedin_messages_json)
    static let linkedInProfiles = CannedDocument(PackageResources.linkedin_profiles_json)
    static let messengerAccount = CannedDocument(PackageResources.messenger_account_json)
    static let messengerConversations = CannedDocument(PackageResources.messenger_conversations_json)
}
