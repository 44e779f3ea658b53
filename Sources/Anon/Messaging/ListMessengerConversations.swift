import Kernel
import KernelHTTP

/// `GET /messenger/v2/conversations` (anon.md 5; parameters and answer are ours)
enum ListMessengerConversations {
    struct Query: Sendable {
        let userID: String
        let platform: MessengerPlatform

        init(_ call: AnonCall) throws(AnonProblem) {
            userID = try call.requiredQuery("userId")
            let named = call.query("platform") ?? MessengerPlatform.instagram.rawValue
            guard let platform = MessengerPlatform(rawValue: named) else {
                let known = MessengerPlatform.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(
                    "platform must be one of \(known)", "query.invalid", "There is no platform \"\(named)\".")
            }
            self.platform = platform
        }
    }

    struct Reply: JSONWritable {
        let conversations: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversations", conversations) }
        }
    }
}
