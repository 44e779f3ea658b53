import Kernel

/// `POST /messenger/v2/webhook` (anon.md 5; request and answer are ours)
enum SetMessengerWebhook {
    /// Checked and not kept: nothing is ever delivered.
    static func check(_ fields: Fields) throws(FieldComplaint) {
        let url = try fields.filled("url")
        let rest = ["https://", "http://"].lazy.filter(url.lowercased().hasPrefix).map { url.dropFirst($0.count) }.first
        guard let rest, let first = rest.first, !"/?#:".contains(first) else {
            throw fields.complaint("url", "must be an http or https URL")
        }
    }
}
