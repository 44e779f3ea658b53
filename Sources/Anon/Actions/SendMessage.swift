import Kernel

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
