import Kernel
import KernelHTTP

/// What an app user's account at a messenger has in it: canned, the same for every user.
struct MessengerAccount: Sendable {
    private let now: Moment

    /// The account of the app user `userID` at `platform`.
    ///
    /// Throws 403 for a token of another user, the failed look-up as it is relayed, and 404 without an active session.
    init(of userID: String, at platform: MessengerPlatform, _ call: AnonCall, _ caller: AccountCaller) throws {
        let policies = call.store.policies
        try call.store.update { (state) throws(AnonProblem) in
            switch caller {
            case .backend(let caller):
                guard caller.mayWrite else {
                    throw .forbidden(Reason("member.readOnly", "A member with the role ReadOnly acts for nobody."))
                }
                _ = try state.user(userID, signedInAt: [platform.rawValue], for: caller, policies: policies)
            case .appUser(let identity):
                guard identity.externalID == userID else {
                    throw .forbidden(
                        Reason(
                            "jwt.otherUser", "The token is that of \"\(identity.externalID)\", not of \"\(userID)\"."))
                }
                _ = try state.user(identity, signedInAt: platform.rawValue, policies: policies)
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
