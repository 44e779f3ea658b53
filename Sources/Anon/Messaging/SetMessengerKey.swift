import Kernel

/// `POST /messenger/v2/api-key` (anon.md 5; request and answer are ours)
enum SetMessengerKey {
    /// Checked and not kept: no receiver is ever shown it.
    static func check(_ fields: Fields) throws(FieldComplaint) {
        _ = try fields.filled("apiKey")
    }
}
