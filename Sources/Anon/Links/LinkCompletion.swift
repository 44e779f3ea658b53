import HostedPages
package import Kernel
import KernelHTTP
import Tokens

/// What a person did on the Link page in the end.
enum LinkOutcome: Sendable, Equatable {
    /// She signed in.
    ///
    /// - Parameter isPending: whether the session's status takes its time (magic user `user_pending`).
    case success(isPending: Bool)
    /// She gave up.
    case cancelled
    /// The app did not let her in; with what she was told.
    case failed(detail: String)

    /// What the customer's address gets. A sign-in that failed is an authorisation that failed (ours).
    var ending: LinkEnding {
        switch self {
        case .success: .success
        case .cancelled: .cancelled
        case .failed: .failed(.authorization)
        }
    }

    /// What the journal says of a visit that linked nothing; nil for one that did.
    var reason: Reason? {
        switch self {
        case .success: nil
        case .cancelled: Reason(SignInReason.signInCancelled, "The user cancelled.")
        case .failed(let detail): Reason(SignInReason.signInFailed, detail)
        }
    }
}

/// What finishing Link made.
struct LinkedAccount: Sendable, Equatable {
    /// Anon's own id of the app user.
    let anonID: String
    let sessionID: String
}

/// What became of a visit to the Link page.
package struct LinkCompletion: Sendable {
    /// The app.
    package let app: String
    /// The user as the customer knows her.
    package let appUserID: String
    /// Anon's own id of the user; nil if nothing was linked.
    package let anonID: String?
    /// The session; nil if nothing was linked.
    package let sessionID: String?
    /// Where the browser is sent; nil if it stays.
    package let redirect: String?
    /// Why nothing was linked; nil if it was.
    package let reason: Reason?
}

/// The control plane's way through the Link page without a browser: which link, and what the person does there.
///
/// A link is `{url}`, or `{app, appUserIdToken, clientId}`, or `{app, appUserId, organizationId?}`; the last two also
/// take `redirectUrl`, `state` and `environment`.
package struct LinkCompletionRequest: Sendable {
    /// The members that it reads.
    package static let members = [
        "url", "app", "appUserIdToken", "clientId", "appUserId", "organizationId", "redirectUrl", "state",
        "environment", "outcome", "userName",
    ]

    /// The words of `outcome`.
    package enum Outcome: String, CaseIterable, Sendable { case success, cancel, failed }

    /// Whom to link.
    enum User: Sendable, Equatable {
        /// Whom the link's token names.
        case token
        /// A user without a token; without an organisation, one of the ready-made one.
        case id(String, organizationID: String?)
    }

    let parameters: LinkParameters
    let user: User
    let environment: AnonEnvironment
    let outcome: LinkOutcome

    /// Reads the request. Throws `FieldComplaint` for what is missing, of the wrong type, or an unknown word.
    package init(_ fields: Fields) throws(FieldComplaint) {
        let named: AnonEnvironment? = try fields.choice("environment")
        if let url: String = try fields.optional("url") {
            guard let mark = url.firstIndex(of: "?"), let address = WebAddress(url) else {
                throw fields.complaint("url", "must be the whole URL of a Link page, with its query")
            }
            let query = url[url.index(after: mark)...].prefix { $0 != "#" }
            parameters = LinkParameters(NamedValues(urlEncoded: query))
            environment = named ?? AnonEnvironment(host: address.host)
            user = .token
        } else {
            var pairs = [NamedValues.Pair(name: "app", value: try fields.required("app"))]
            for name in ["appUserIdToken", "clientId", "redirectUrl", "state"] {
                guard let value: String = try fields.optional(name) else { continue }
                pairs.append(NamedValues.Pair(name: name, value: value))
            }
            parameters = LinkParameters(NamedValues(pairs))
            environment = named ?? .sandbox
            user = try Self.user(fields, hasToken: parameters.token != nil)
        }
        outcome = try Self.outcome(fields)
    }

    /// What is in it that a world may have issued, the most telling first.
    package var credentials: [String] {
        var organizationID: String?
        if case .id(_, let id) = user { organizationID = id }
        let issuedTo = parameters.token.flatMap { try? UnverifiedToken($0) }?.claims.id("sdkClientId")
        return [parameters.linkID, parameters.clientID, issuedTo, organizationID].compactMap { $0 }
    }

    private static func user(_ fields: Fields, hasToken: Bool) throws(FieldComplaint) -> User {
        let id: String? = try fields.optional("appUserId")
        let organizationID = try fields.optionalID("organizationId")
        guard !hasToken else { return .token }
        guard let id, !id.isEmpty else {
            throw fields.complaint("appUserId", "is required where there is neither url nor appUserIdToken")
        }
        return .id(id, organizationID: organizationID)
    }

    /// Without an outcome the user's name decides, as it would on the page.
    private static func outcome(_ fields: Fields) throws(FieldComplaint) -> LinkOutcome {
        let user = try fields.optional("userName", as: String.self).flatMap(MagicUser.init(rawValue:))
        let word: Outcome? = try fields.choice("outcome")
        switch word ?? (user == .cancel ? .cancel : user?.failure == nil ? .success : .failed) {
        case .success: return .success(isPending: user == .pending)
        case .cancel: return .cancelled
        case .failed: return .failed(detail: user?.failure ?? "The sign-in failed.")
        }
    }
}
