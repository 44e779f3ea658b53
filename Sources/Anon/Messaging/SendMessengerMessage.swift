import Kernel

/// `POST /messenger/v2/send-message` (anon.md 5; request and answer are ours)
enum SendMessengerMessage {
    struct Body: Sendable {
        let userID: String
        let conversationID: String
        let platform: MessengerPlatform

        init(_ fields: Fields) throws(FieldComplaint) {
            userID = try fields.filled("userId")
            conversationID = try fields.filled("conversationId")
            _ = try fields.filled("message")
            platform = try fields.choice("platform") ?? .instagram
        }
    }
}
