import Kernel
import KernelHTTP

/// `GET /actions/linkedin/listConversations` (anon.md 5)
enum ListConversations {
    struct Reply: JSONWritable {
        let conversations: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversations", conversations) }
        }
    }
}

/// `GET /actions/linkedin/listMessages` (anon.md 5)
enum ListMessages {
    /// The vendor's page does not show the parameter's name. Throws 400 if neither is there.
    static func conversationID(_ call: AnonCall) throws(AnonProblem) -> String {
        if let id = call.query("id"), !id.isEmpty, call.query("conversationId") == nil { return id }
        return try call.requiredQuery("conversationId")
    }

    struct Reply: JSONWritable {
        let conversation: JSONObject

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversation", conversation) }
        }
    }
}

/// `GET /actions/linkedin/listConnections` (anon.md 5)
enum ListConnections {
    struct Reply: JSONWritable {
        let connections: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("connections", connections) }
        }
    }
}

/// `POST /actions/linkedin/search` (anon.md 5)
enum SearchProfiles {
    struct Body: Sendable {
        let profileName: String
        let appUserID: String?

        init(_ fields: Fields) throws(FieldComplaint) {
            profileName = try fields.filled("profileName")
            appUserID = try fields.optional("appUserId")
        }
    }

    struct Reply: JSONWritable {
        let profiles: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("profiles", profiles.map(Item.init)) }
        }
    }

    private struct Item: JSONWritable {
        let profile: JSONObject

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", profile["id"])
                json.member("name", profile["name"])
                json.member("location", profile["location"])
                json.member("headline", profile["headline"])
            }
        }
    }
}

/// `POST /actions/linkedin/createConversation` (anon.md 5; the answer is ours)
enum CreateConversation {
    struct Body: Sendable {
        let profileID: String
        let appUserID: String?

        init(_ fields: Fields) throws(FieldComplaint) {
            profileID = try fields.filled("profileId")
            _ = try fields.filled("message")
            appUserID = try fields.optional("appUserId")
        }
    }

    struct Reply: JSONWritable {
        let conversationID: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("success", true)
                json.member("conversationId", conversationID)
            }
        }
    }
}

/// `POST /actions/linkedin/sendMessage` (anon.md 5)
enum SendMessage {
    struct Body: Sendable {
        let conversationID: String
        let appUserID: String?

        init(_ fields: Fields) throws(FieldComplaint) {
            conversationID = try fields.filled("conversationId")
            _ = try fields.filled("message")
            appUserID = try fields.optional("appUserId")
        }
    }
}
