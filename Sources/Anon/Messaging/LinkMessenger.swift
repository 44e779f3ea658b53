import Kernel

/// `POST /messenger/v2/link` (anon.md 5). It answers what the account's fixture has.
enum LinkMessenger {
    struct Body: Sendable {
        let userID: String
        let platform: MessengerPlatform

        init(_ fields: Fields) throws(FieldComplaint) {
            userID = try fields.filled("userId")
            guard let platform = try fields.choice("platform", of: MessengerPlatform.self) else {
                throw fields.complaint("platform", "is required")
            }
            self.platform = platform
        }
    }
}
