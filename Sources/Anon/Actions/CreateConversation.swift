import Kernel

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
