import HTTPTypes
import KernelHTTP

/// Messaging (anon.md 5): canned data, for app users who linked instagram.
extension Endpoint {
    static let linkMessenger = messenger(
        "linkMessenger", .post, "link", "Link a user's messenger",
        choice: """
            The page contradicts itself on the credential: an API key and the user's own token are both taken, the token \
            for its own user. At once, and the same again. The user needs an active session at instagram.
            """)
    static let listMessengerConversations = messenger(
        "listMessengerConversations", .get, "conversations", "List a user's messenger conversations",
        choice: "Only the path is known; parameters and answer are ours.")
    static let sendMessengerMessage = messenger(
        "sendMessengerMessage", .post, "send-message", "Send a message",
        choice: "Only the path is known; request and answer are ours. Nothing is kept.")
    static let setMessengerWebhook = messenger(
        "setMessengerWebhook", .post, "webhook", "Name the receiver of messages",
        choice: "Only the path is known; request and answer are ours. Nothing is ever delivered.")
    static let setMessengerKey = messenger(
        "setMessengerKey", .post, "api-key", "Name the credential that the receiver is shown",
        choice: "Only the path is known; request and answer are ours. Nothing is kept.")

    private static func messenger(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, choice: String
    ) -> Endpoint {
        Endpoint("anon.\(name)", method, "/messenger/v2/\(path)", summary, coverage: .canned, choice: choice)
    }
}
