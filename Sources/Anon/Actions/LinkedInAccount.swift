import HTTPTypes
import Kernel
import KernelHTTP

/// What an app user's account at LinkedIn has in it: canned, the same for every user, and as old at every call.
struct LinkedInAccount: Sendable {
    /// The app that the user has to have linked.
    private static let app = "linkedin"

    private let organizationID: String
    private let now: Moment

    /// The LinkedIn account of the app user that a call names by `appUserID` or, as older clients do, by its header (anon.md 5).
    ///
    /// Throws 400 if it names none, the failed look-up as it is relayed, and 404 without an active session.
    init(of appUserID: String?, _ call: AnonCall, _ caller: Caller) throws {
        let named = appUserID ?? call.exchange.head.headerFields[.anonAppUserID]
        guard let named, !named.isEmpty else {
            throw AnonProblem.invalid(
                "appUserId is required", AnonReason.userMissing,
                "Neither the request nor its X-Anon-App-User-Id header says for which app user it is.")
        }
        let user = try call.update { try $0.user(named, signedInAt: [Self.app], for: caller, $1) }
        organizationID = user.key.organizationID
        now = call.now
    }

    /// The latest first.
    var conversations: [JSONObject] {
        CannedDocument.linkedInConversations.objects("conversations", at: now).map { conversation in
            var conversation = conversation
            conversation["organizationId"] = .string(organizationID)
            return conversation
        }
    }

    /// One page.
    var connections: [JSONObject] { CannedDocument.linkedInConnections.objects("connections", at: now) }

    /// The conversation of this id with its messages; nil if there is none.
    func conversation(_ id: String) -> JSONObject? {
        let messages = CannedDocument.linkedInMessages.objects("conversations", at: now)
        guard var conversation = conversations.first(where: { $0["id"]?.string == id }),
            let contents = messages.first(where: { $0["conversationId"]?.string == id })
        else { return nil }
        // Only the list has this member, for clients of the older generation.
        conversation["attendees"] = nil
        for name in ["messages", "seen", "seenBy"] { conversation[name] = contents[name] }
        return conversation
    }

    /// The profile of this id; nil if there is none.
    func profile(_ id: String) -> JSONObject? {
        profiles.first { $0["id"]?.string == id }
    }

    /// The profiles whose name has `text` in it, whatever its case.
    func profiles(named text: String) -> [JSONObject] {
        let search = ByteSearch(text.lowercased())
        return profiles.filter { $0["name"]?.string.map { search.occurs(in: $0.lowercased()) } ?? false }
    }

    /// The id of the conversation with a profile: of a listed one, or of a new one.
    func conversationID(with profileID: String) -> String {
        let known = conversations.first {
            $0["profileId"]?.string == profileID && $0["type"]?.string == "SINGLE"
        }
        return known?["id"]?.string ?? Self.newConversationID(profileID)
    }

    /// Whether a message can go there: a conversation that is listed, or one that `conversationID(with:)` began.
    func hasConversation(_ id: String) -> Bool {
        conversations.contains { $0["id"]?.string == id }
            || profiles.contains { $0["id"]?.string.map(Self.newConversationID) == id }
    }

    private var profiles: [JSONObject] { CannedDocument.linkedInProfiles.objects("profiles", at: now) }

    private static func newConversationID(_ profileID: String) -> String {
        "cv-" + (profileID.hasPrefix("pf-") ? String(profileID.dropFirst(3)) : profileID)
    }
}
