import Kernel
import KernelHTTP
import Tokens

/// `GET /link/url`, and `GET /api/url` before it (anon.md 4.1)
enum CreateLinkURL {
    /// What the query asks for.
    struct Order: Sendable {
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

        /// Throws what is missing. A token alone says by `sdkClientId` which client it is for, if Anon issued it.
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
            let clientID = query.filled("clientId")
            guard let token = query.filled("appUserIdToken") else {
                guard let id = query.filled("appUserId") else {
                    throw LinkRefusal.missing("appUserId or appUserIdToken").problem
                }
                return .id(id, clientID: clientID)
            }
            let issuedTo: String?
            do throws(TokenRefusal) { issuedTo = try UnverifiedToken(token).string("sdkClientId") } catch {
                throw .invalid("appUserIdToken is not a JWT", error.reason.code, error.reason.detail)
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
