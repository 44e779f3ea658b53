import HTTPTypes
import Kernel
import KernelHTTP
import Tokens

/// Where messages go (anon.md 5); as an app, what the user has to have linked.
private enum MessengerPlatform: String, CaseIterable, Sendable {
    case instagram
}

/// Who may call Messaging. The vendor's page says API key and shows the user's JWT (anon.md 5), so either is taken.
private enum MessengerAccess {
    /// The page shows no `X-Anon-Sdk-Client-Id` beside the JWT. Without it the token's own claim says which client's pool
    /// verifies it, as all tokens of hosted pools do.
    @Sendable static func anyone(_ call: AnonCall) async throws -> AccountCaller {
        guard call.sdkClientID == nil, let bearer = Bearer(call), bearer.isToken,
            !bearer.isKeyShaped
        else { return try await AnonAccess.anyone(call) }
        let clientID = (try? UnverifiedToken(bearer.text))?.claims.id("sdkClientId")
        return .appUser(try await AppUserAccess.appUser(call, token: bearer.text, clientID: clientID))
    }
}

/// What an app user's account at a messenger has in it: canned, the same for every user.
private struct MessengerAccount: Sendable {
    private let now: Moment

    /// The account of the app user `userID` at `platform`.
    ///
    /// Throws 403 for a token of another user, the failed look-up as it is relayed, and 404 without an active session.
    init(of userID: String, at platform: MessengerPlatform, _ call: AnonCall, _ caller: AccountCaller) throws {
        try call.update { (state, turn) throws(AnonProblem) in
            switch caller {
            case .backend(let caller):
                guard caller.mayWrite else {
                    throw .forbidden(
                        Reason(AnonReason.memberReadOnly, "A member with the role ReadOnly acts for nobody."))
                }
                _ = try state.user(userID, signedInAt: [platform.rawValue], for: caller, turn)
            case .appUser(let identity):
                guard identity.externalID == userID else {
                    throw .forbidden(
                        Reason(
                            AnonReason.jwtOtherUser,
                            "The token is that of \"\(identity.externalID)\", not of \"\(userID)\"."))
                }
                _ = try state.user(identity, signedInAt: platform.rawValue, turn)
            }
        }
        now = call.now
    }

    /// `{"username", "displayName"}`
    var profile: JSONValue { CannedDocument.messengerAccount.value(at: now) }

    /// The latest first.
    var conversations: [JSONObject] { CannedDocument.messengerConversations.objects("conversations", at: now) }

    func hasConversation(_ id: String) -> Bool {
        conversations.contains { $0["id"]?.string == id }
    }
}

// MARK: - Operations

/// Messaging (anon.md 5): canned data, for app users who linked instagram.
extension Endpoint {
    static let linkMessenger = messenger(
        "linkMessenger", .post, "link", "Link a user's messenger",
        choice: """
            The vendor's page contradicts itself on the credential; an API key and the user's own token are both \
            accepted, the token for its own user. The messenger is linked at once, and linking it again answers the same. \
            The user needs an active session at instagram.
            """)
    static let listMessengerConversations = messenger(
        "listMessengerConversations", .get, "conversations", "List a user's messenger conversations",
        choice: "Only the path is published; parameters and answer are Drydock's choice.")
    static let sendMessengerMessage = messenger(
        "sendMessengerMessage", .post, "send-message", "Send a message",
        choice: "Only the path is published; request and answer are Drydock's choice. Nothing is kept.")
    static let setMessengerWebhook = messenger(
        "setMessengerWebhook", .post, "webhook", "Name the receiver of messages",
        choice: "Only the path is published; request and answer are Drydock's choice. Nothing is ever delivered.")
    static let setMessengerKey = messenger(
        "setMessengerKey", .post, "api-key", "Name the credential that the receiver is shown",
        choice: "Only the path is published; request and answer are Drydock's choice. Nothing is kept.")

    private static func messenger(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, choice: String
    ) -> Endpoint {
        Endpoint("anon.\(name)", method, "/messenger/v2/\(path)", summary, coverage: .canned, choice: choice)
    }
}

/// | call | answer |
/// |---|---|
/// | `POST /messenger/v2/link` | 200 the account |
/// | `GET /messenger/v2/conversations` | 200 `ListMessengerConversations.Reply` |
/// | `POST /messenger/v2/send-message` | 200 `SuccessReply` |
/// | `POST /messenger/v2/webhook` | 200 `SuccessReply` |
/// | `POST /messenger/v2/api-key` | 200 `SuccessReply` |
enum MessengerController {
    static let routes: [Route<AnonStore>] = [
        Route(.linkMessenger, for: MessengerAccess.anyone, waiting: link),
        Route(.listMessengerConversations, for: MessengerAccess.anyone, waiting: listConversations),
        Route(.sendMessengerMessage, for: MessengerAccess.anyone, waiting: sendMessage),
        Route(.setMessengerWebhook, for: AnonAccess.backendWriting, handle: setWebhook),
        Route(.setMessengerKey, for: AnonAccess.backendWriting, handle: setKey),
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
            throw AnonProblem.notFound(.conversation, body.conversationID)
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

// MARK: - Wire forms

/// `POST /messenger/v2/link` (anon.md 5). It answers what the account's fixture has.
private enum LinkMessenger {
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

/// `GET /messenger/v2/conversations` (anon.md 5; parameters and answer are ours)
private enum ListMessengerConversations {
    struct Query: Sendable {
        let userID: String
        let platform: MessengerPlatform

        init(_ call: AnonCall) throws(AnonProblem) {
            userID = try call.requiredQuery("userId")
            let named = call.query("platform") ?? MessengerPlatform.instagram.rawValue
            guard let platform = MessengerPlatform(rawValue: named) else {
                let known = MessengerPlatform.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(
                    "platform must be one of \(known)", CommonReason.queryInvalid, "There is no platform \"\(named)\".")
            }
            self.platform = platform
        }
    }

    struct Reply: JSONWritable {
        let conversations: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("conversations", conversations) }
        }
    }
}

/// `POST /messenger/v2/send-message` (anon.md 5; request and answer are ours)
private enum SendMessengerMessage {
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

/// `POST /messenger/v2/webhook` (anon.md 5; request and answer are ours)
private enum SetMessengerWebhook {
    /// Checked and not kept: nothing is ever delivered.
    static func check(_ fields: Fields) throws(FieldComplaint) {
        let url = try fields.filled("url")
        let rest = ["https://", "http://"].lazy.filter(url.lowercased().hasPrefix).map { url.dropFirst($0.count) }.first
        guard let rest, let first = rest.first, !"/?#:".contains(first) else {
            throw fields.complaint("url", "must be an http or https URL")
        }
    }
}

/// `POST /messenger/v2/api-key` (anon.md 5; request and answer are ours)
private enum SetMessengerKey {
    /// Checked and not kept: no receiver is ever shown it.
    static func check(_ fields: Fields) throws(FieldComplaint) {
        _ = try fields.filled("apiKey")
    }
}
