import HTTPTypes
import Kernel
import KernelHTTP
import Tokens

/// The address of the Link page (anon.md 4.1).
extension Endpoint {
    static let createLinkUrl = Endpoint(
        "anon.createLinkUrl", .get, "/link/url", "Make the address of the Link page for a user",
        choice: """
            `state` may be any text, although it is documented as JSON, since clients of the vendor send an e-mail \
            address. For `appUserId` a token of the organisation's first hosted pool is issued, for its first webapp \
            client. An app with `authUrl` is known to the world from then on; an unknown one without answers 400. \
            Tokens are verified when the page is opened. `linkId` in the URL is ours.
            """)
    static let createOlderLinkUrl = Endpoint(
        "anon.createOlderLinkUrl", .get, "/api/url",
        "Make the address of the Link page, as clients did in August and September 2024", provenance: .undocumented,
        choice: """
            Seen in the history of an example of the vendor; errors are ours. With a token no key is needed, with \
            `appUserId` one is. Served on every host of Anon's.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /link/url` | 200 `CreateLinkURL.Reply` |
/// | `GET /api/url` | 200 `CreateLinkURL.Reply` |
enum LinkURLController {
    static let routes: [Route<AnonStore>] = [
        Route(.createLinkUrl, for: AnonAccess.backend, waiting: { try await create($0, $1) }),
        Route(.createOlderLinkUrl, for: olderCaller, waiting: { try await create($0, $1) }),
    ]

    /// Needs no key if a token says who the user is.
    @Sendable private static func olderCaller(_ call: AnonCall) throws -> Caller? {
        let isKeyless =
            call.exchange.head.headerFields[.authorization] == nil
            && call.exchange.query.filled("appUserIdToken") != nil
        return isKeyless ? nil : try AnonAccess.backend(call)
    }

    private static func create(_ call: AnonCall, _ caller: Caller?) async throws -> Reply {
        let query = try CreateLinkURL.Query(call.exchange.query, environment: call.environment)
        let client = try call.store.read { try $0.linkClient(for: query.user, of: caller) }
        var parameters = query.parameters
        parameters.clientID = client.id
        parameters.token = client.token
        if let appUserID = client.appUserID {
            parameters.token = await AppUserIdTokenGrant(
                appUserID: appUserID, userPoolID: client.userPoolID ?? "", sdkClientID: client.id, issuedAt: call.now
            ).sign()
        }
        let made = try call.update { [parameters] in try $0.createLink(parameters, $1) }
        return .json(.ok, CreateLinkURL.Reply(url: "\(call.exchange.origin.linkPage.url)/?\(made.query)"))
    }
}

// MARK: - Wire forms

/// `GET /link/url`, and `GET /api/url` before it (anon.md 4.1)
enum CreateLinkURL {
    /// What the query asks for.
    struct Query: Sendable {
        /// Whom the link is for.
        enum User: Sendable, Equatable {
            /// A user of the organisation's hosted pool, or of the client's.
            case id(String, clientID: String?)
            /// Whoever the token names.
            case token(String, clientID: String)
        }

        let user: User
        /// The page's parameters without those that follow from user and organisation.
        let parameters: LinkParameters

        /// Throws 400 for what is missing. A token alone says by `sdkClientId` which client it is for, if Anon issued it.
        init(_ query: NamedValues, environment: AnonEnvironment) throws(AnonProblem) {
            guard query.filled("app") != nil else { throw LinkRefusal.missing("app").problem }
            guard query.filled("redirectUrl") != nil else { throw LinkRefusal.missing("redirectUrl").problem }
            user = try Self.user(query)
            var parameters = LinkParameters(query)
            parameters.environment = environment.rawValue
            parameters.company = query.filled("companyName")
            parameters.companyLogo = query.filled("companyLogoUrl")
            parameters.chromeExtensionID = parameters.chromeExtensionID ?? LinkDefaults.chromeExtensionID
            parameters.state = query["state"] ?? LinkDefaults.state
            parameters.linkID = nil
            self.parameters = parameters
        }

        private static func user(_ query: NamedValues) throws(AnonProblem) -> User {
            let clientID = query.id("clientId")
            guard let token = query.filled("appUserIdToken") else {
                guard let id = query.filled("appUserId") else {
                    throw LinkRefusal.missing("appUserId or appUserIdToken").problem
                }
                return .id(id, clientID: clientID)
            }
            let issuedTo: String?
            do throws(TokenRefusal) { issuedTo = try UnverifiedToken(token).claims.id("sdkClientId") } catch {
                throw .invalid("appUserIdToken is not a JWT", because: error.reason)
            }
            guard let clientID = clientID ?? issuedTo else { throw LinkRefusal.missing("clientId").problem }
            return .token(token, clientID: clientID)
        }
    }

    struct Reply: JSONWritable {
        let url: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("url", url) }
        }
    }
}
