import HTTPTypes
import KernelHTTP

/// Actions at LinkedIn (anon.md 5): canned data, for app users who linked.
extension Endpoint {
    static let listConversations = action(
        .get, "listConversations", "List a user's conversations",
        choice: "An item has the members of both generations of clients: `attendees` and `profiles`.")
    static let listMessages = action(
        .get, "listMessages", "Read one conversation with its messages", provenance: .documented,
        choice: """
            The name of the parameter with the conversation's id is not published; `conversationId` and `id` are both \
            understood.
            """)
    static let listConnections = action(
        .get, "listConnections", "List a user's connections", choice: "One page, hence no `cursor`.")
    static let getProfile = action(
        .get, "getProfile", "Read one profile",
        choice: "The members of a profile are not published; they are those of connections and search results.")
    static let searchProfiles = action(
        .post, "search", as: "searchProfiles", "Find profiles by name",
        choice: "A part of the name, in any case, is enough.")
    static let createConversation = action(
        .post, "createConversation", "Begin a conversation",
        choice: """
            The vendor never published the answer; it is Drydock's choice and has `success` and `conversationId`. Nothing \
            is kept.
            """)
    static let sendMessage = action(.post, "sendMessage", "Send a message", choice: "Nothing is kept.")

    private static let common = """
        The user is named by query or body, or by `X-Anon-App-User-Id`, and needs an active session at linkedin; \
        `userPoolId` is accepted and not looked at.
        """

    private static func action(
        _ method: HTTPRequest.Method, _ path: String, as name: String? = nil, _ summary: String,
        provenance: Provenance = .undocumented, choice: String
    ) -> Endpoint {
        Endpoint(
            "anon.\(name ?? path)", method, "/actions/linkedin/\(path)", summary, coverage: .canned,
            provenance: provenance, choice: "\(choice) \(common)")
    }
}

/// | call | answer |
/// |---|---|
/// | `GET /actions/linkedin/listConversations` | 200 `ListConversations.Reply` |
/// | `GET /actions/linkedin/listMessages` | 200 `ListMessages.Reply` |
/// | `GET /actions/linkedin/listConnections` | 200 `ListConnections.Reply` |
/// | `GET /actions/linkedin/getProfile` | 200 the profile |
/// | `POST /actions/linkedin/search` | 200 `SearchProfiles.Reply` |
/// | `POST /actions/linkedin/createConversation` | 200 `CreateConversation.Reply` |
/// | `POST /actions/linkedin/sendMessage` | 200 `SuccessReply` |
enum ActionController {
    static let routes: [Route<AnonStore>] = [
        Route(.listConversations, for: AnonAccess.backend, handle: listConversations),
        Route(.listMessages, for: AnonAccess.backend, handle: listMessages),
        Route(.listConnections, for: AnonAccess.backend, handle: listConnections),
        Route(.getProfile, for: AnonAccess.backend, handle: getProfile),
        Route(.searchProfiles, for: AnonAccess.backend, handle: search),
        Route(.createConversation, for: AnonAccess.backendWriting, handle: createConversation),
        Route(.sendMessage, for: AnonAccess.backendWriting, handle: sendMessage),
    ]

    @Sendable private static func listConversations(_ call: AnonCall, caller: Caller) throws -> Reply {
        let account = try LinkedInAccount(of: call.query("appUserId"), call, caller)
        return .json(.ok, ListConversations.Reply(conversations: account.conversations))
    }

    @Sendable private static func listMessages(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = try ListMessages.conversationID(call)
        let account = try LinkedInAccount(of: call.query("appUserId"), call, caller)
        guard let conversation = account.conversation(id) else { throw AnonProblem.notFound(.conversation, id) }
        return .json(.ok, ListMessages.Reply(conversation: conversation))
    }

    @Sendable private static func listConnections(_ call: AnonCall, caller: Caller) throws -> Reply {
        let account = try LinkedInAccount(of: call.query("appUserId"), call, caller)
        return .json(.ok, ListConnections.Reply(connections: account.connections))
    }

    @Sendable private static func getProfile(_ call: AnonCall, caller: Caller) throws -> Reply {
        let id = try call.requiredQuery("id")
        let account = try LinkedInAccount(of: call.query("appUserId"), call, caller)
        guard let profile = account.profile(id) else { throw AnonProblem.notFound(.profile, id) }
        return .json(.ok, profile)
    }

    @Sendable private static func search(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try SearchProfiles.Body(call.members())
        let account = try LinkedInAccount(of: body.appUserID, call, caller)
        return .json(.ok, SearchProfiles.Reply(profiles: account.profiles(named: body.profileName)))
    }

    @Sendable private static func createConversation(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try CreateConversation.Body(call.members())
        let account = try LinkedInAccount(of: body.appUserID, call, caller)
        guard account.profile(body.profileID) != nil else { throw AnonProblem.notFound(.profile, body.profileID) }
        return .json(.ok, CreateConversation.Reply(conversationID: account.conversationID(with: body.profileID)))
    }

    @Sendable private static func sendMessage(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try SendMessage.Body(call.members())
        let account = try LinkedInAccount(of: body.appUserID, call, caller)
        guard account.hasConversation(body.conversationID) else {
            throw AnonProblem.notFound(.conversation, body.conversationID)
        }
        return .json(.ok, SuccessReply())
    }
}
