import HTTPTypes
import KernelHTTP

/// Actions at LinkedIn (anon.md 5): canned data, for app users who linked.
extension Endpoint {
    static let listConversations = action(
        .get, "listConversations", "List a user's conversations",
        choice: "An item has the members of both generations of clients: `attendees` and `profiles`.")
    static let listMessages = action(
        .get, "listMessages", "Read one conversation with its messages", provenance: .documented,
        choice: "The name of the parameter with the conversation's id is not known: `conversationId`, or `id`.")
    static let listConnections = action(
        .get, "listConnections", "List a user's connections", choice: "One page, hence no `cursor`.")
    static let getProfile = action(
        .get, "getProfile", "Read one profile", choice: "The members are those of connections and search results.")
    static let searchProfiles = action(
        .post, "search", as: "searchProfiles", "Find profiles by name", choice: "A part of the name in any case finds.")
    static let createConversation = action(
        .post, "createConversation", "Begin a conversation",
        choice: "The answer is not known; ours has `success` and `conversationId`. Nothing is kept.")
    static let sendMessage = action(.post, "sendMessage", "Send a message", choice: "Nothing is kept.")

    private static let common =
        "The user is named by query or body, or by X-Anon-App-User-Id, and needs an active session at linkedin; `userPoolId` "
        + "is taken and not looked at."

    private static func action(
        _ method: HTTPRequest.Method, _ path: String, as name: String? = nil, _ summary: String,
        provenance: Provenance = .undocumented, choice: String
    ) -> Endpoint {
        Endpoint(
            "anon.\(name ?? path)", method, "/actions/linkedin/\(path)", summary, coverage: .canned,
            provenance: provenance, choice: "\(choice) \(common)")
    }
}
