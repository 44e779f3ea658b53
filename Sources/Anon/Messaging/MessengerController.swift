import HTTPTypes
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /messenger/v2/link` | 200 the account |
/// | `GET /messenger/v2/conversations` | 200 `ListMessengerConversations.Reply` |
/// | `POST /messenger/v2/send-message` | 200 `SuccessReply` |
/// | `POST /messenger/v2/webhook` | 200 `SuccessReply` |
/// | `POST /messenger/v2/api-key` | 200 `SuccessReply` |
enum MessengerController {
    static let routes: [Route<AnonStore>] = [
        Route(.linkMessenger, for: MessengerAccess.anyone, handle: link),
        Route(.listMessengerConversations, for: MessengerAccess.anyone, handle: listConversations),
        Route(.sendMessengerMessage, for: MessengerAccess.anyone, handle: sendMessage),
        Route(.setMessengerWebhook, for: CallerAccess.backendWriting, handle: setWebhook),
        Route(.setMessengerKey, for: CallerAccess.backendWriting, handle: setKey),
    ]

    @Sendable private static func link(_ call: AnonCall, caller: AccountCaller) throws -> Reply {
        let body = try LinkMessenger.Body(call.members())
        let account = try MessengerAccount(of: body.userID, at: body.platform, call, caller)
        return .json(.ok, account.profile)
    }

    @Sendable private static func listConversations(_ call: AnonCall, caller: AccountCaller) throws -> Reply {
        let query = try ListMessengerConversations.Query(call)
        let account = try MessengerAccount(of: query.userID, at: query.platform, call, caller)
        return .json(.ok, ListMessengerConversations.Reply(conversations: account.conversations))
    }

    @Sendable private static func sendMessage(_ call: AnonCall, caller: AccountCaller) throws -> Reply {
        let body = try SendMessengerMessage.Body(call.members())
        let account = try MessengerAccount(of: body.userID, at: body.platform, call, caller)
        guard account.hasConversation(body.conversationID) else {
            throw AnonProblem.notFound("Conversation", body.conversationID)
        }
        return .json(.ok, SuccessReply())
    }

    @Sendable private static func setWebhook(_ call: AnonCall, caller: Caller) throws -> Reply {
        try SetMessengerWebhook.check(call.members())
        return .json(.ok, SuccessReply())
    }

    @Sendable private static func setKey(_ call: AnonCall, caller: Caller) throws -> Reply {
        try SetMessengerKey.check(call.members())
        return .json(.ok, SuccessReply())
    }
}
