package import Kernel

/// The codes of the reasons that Anon's part gives, explained.
package enum AnonReason: String, ReasonCode {
    case appUnknown = "app.unknown"
    case bodyTrailingComma = "body.trailingComma"
    case browserUnknown = "browser.unknown"
    case clientIsService = "client.isService"
    case clientMissing = "client.missing"
    case clientOtherEnvironment = "client.otherEnvironment"
    case clientUnknown = "client.unknown"
    case conversationUnknown = "conversation.unknown"
    case corsPreflightRefused = "cors.preflightRefused"
    case jwtOtherPool = "jwt.otherPool"
    case jwtOtherUser = "jwt.otherUser"
    case keyExpired = "key.expired"
    case keyNotAKey = "key.notAKey"
    case keyOtherEnvironment = "key.otherEnvironment"
    case keyOtherOrganization = "key.otherOrganization"
    case linkBadAddress = "link.badAddress"
    case linkBadRedirect = "link.badRedirect"
    case linkMissingParameter = "link.missingParameter"
    case liveStreamForeign = "liveStream.foreign"
    case loginRefused = "login.refused"
    case memberAddressTaken = "member.addressTaken"
    case memberNotAdmin = "member.notAdmin"
    case memberReadOnly = "member.readOnly"
    case memberUnknown = "member.unknown"
    case organizationUnknown = "organization.unknown"
    case queryMissing = "query.missing"
    case sdkClientNotService = "sdkclient.notService"
    case sdkClientUnknown = "sdkclient.unknown"
    case sessionNone = "session.none"
    case sessionNotActive = "session.notActive"
    case sessionOtherOrganization = "session.otherOrganization"
    case sessionAccessGrantUnknown = "sessionaccessgrant.unknown"
    case tunnelHostNotMapped = "tunnel.hostNotMapped"
    case tunnelKeyRefused = "tunnel.keyRefused"
    case tunnelNoCredentials = "tunnel.noCredentials"
    case tunnelPlainHTTP = "tunnel.plainHTTP"
    case tunnelTargetUnreachable = "tunnel.targetUnreachable"
    case tunnelUserNotLinked = "tunnel.userNotLinked"
    case userLookupCrashed = "user.lookupCrashed"
    case userMissing = "user.missing"
    case userNotLinked = "user.notLinked"
    case userPoolNotHosted = "userpool.notHosted"
    case userPoolUnknown = "userpool.unknown"

    /// What each code means.
    package var explanation: Explanation {
        switch self {
        case .appUnknown:
            Explanation(
                symptom: "404 or 400 where an app is named.",
                cause: "No built-in app has this id, and neither scenario nor link defines it.",
                fix: "Use a built-in id, as linkedin, or pass authUrl for a site of your own.")
        case .bodyTrailingComma:
            Explanation(
                symptom: "400; the message gives a line and a column.",
                cause:
                    "The body would be JSON but for a comma before a closing brace or bracket, as in a command of "
                    + "Anon's guides.",
                fix: "Remove the comma.")
        case .browserUnknown:
            Explanation(
                symptom: "404 where a remote browser's live stream is opened.",
                cause: "The world has no such remote browser: made in another world, or the world was reset since.",
                fix: "Open the liveStreamingUrl of a fresh cdpUrl call.")
        case .clientIsService:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The clientId is that of a service client: it has an API key and no user pool.",
                fix: "Use the id of the webapp client.")
        case .clientMissing:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "There is no X-Anon-Sdk-Client-Id header or clientId, so nothing tells the token's user pool.",
                fix: "Send the webapp client's id beside the app user id token.")
        case .clientOtherEnvironment:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The SDK client is of another environment than the host that was called.",
                fix: "Make clients for each environment, and call sandbox and prod by their own hosts.")
        case .clientUnknown:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause:
                    "No SDK client has this id: it was cut short, made in another world, or the world was reset "
                    + "since.",
                fix: "Use the id that POST /org/sdkClient answered, in the same world.")
        case .conversationUnknown:
            Explanation(
                symptom: "404 or 400 where a conversation is named.",
                cause: "The canned conversations have none of this id.",
                fix: "Take an id of the list of conversations.")
        case .corsPreflightRefused:
            Explanation(
                symptom: "401 to a preflight; the browser shows a CORS error.",
                cause: "The policy cors is asExplained: the preflight itself is Unauthorized.",
                fix: "Set the policy to asQuoted or open.")
        case .jwtOtherPool:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token was issued for the users of another pool than the client's.",
                fix: "Use the webapp client of the token's pool.")
        case .jwtOtherUser:
            Explanation(
                symptom: "401 when a messenger is linked.",
                cause: "The token names another user than the body.",
                fix: "Send the token of the user whom the body names.")
        case .keyExpired:
            Explanation(
                symptom: "401 although the token worked before.",
                cause: "The member's session token has expired on the world's clock.",
                fix: "Log in again with POST /org/login. In a test look at what advanced the clock.")
        case .keyNotAKey:
            Explanation(
                symptom: "502 with \"Upstream error\", or 401.",
                cause:
                    "The bearer is neither a session token nor an API key: a password, an id or an app user's token.",
                fix: "Send the token of POST /org/login, or an API key, which begins with anon_ or ory_.")
        case .keyOtherEnvironment:
            Explanation(
                symptom: "401 although the key is good elsewhere.",
                cause:
                    "The key is of another environment than the host that was called: keys of sandbox and prod are "
                    + "separate.",
                fix: "Use a key of the environment. A host that names none is sandbox.")
        case .keyOtherOrganization:
            Explanation(
                symptom: "403.",
                cause: "The body or path names what belongs to another organisation than the key.",
                fix: "Leave organizationId out, or use a key of that organisation.")
        case .linkBadAddress:
            Explanation(
                symptom: "400 when a link is made or opened.",
                cause: "companyLogo, authUrl, checkUrl or iconUrl is no http or https URL.",
                fix: "Send whole URLs, for example https://example.com/login.")
        case .linkBadRedirect:
            Explanation(
                symptom: "400 when a link is made or opened.",
                cause:
                    "redirectUrl is no URL that a browser can go back to: not absolute, or one that would run as a "
                    + "script.",
                fix: "Send the whole URL, for example http://localhost:3000/done.")
        case .linkMissingParameter:
            Explanation(
                symptom: "400 when a link is made or opened.",
                cause: "The query leaves out app, redirectUrl, or whom the link is for.",
                fix: "Send app, redirectUrl, and appUserId or appUserIdToken.")
        case .liveStreamForeign:
            Explanation(
                symptom: "403 when something is done to a live stream.",
                cause: "A page of another origin sent it, or a frame whose sandbox has no allow-same-origin.",
                fix: "Embed the liveStreamingUrl in a frame with the sandbox `allow-same-origin allow-scripts`.")
        case .loginRefused:
            Explanation(
                symptom: "401 from POST /org/login.",
                cause: "No member has the address, or the password is another one.",
                fix: "Use the ready-made member, admin@drydock.example with the password drydock, or make one.")
        case .memberAddressTaken:
            Explanation(
                symptom: "409 when a member or an organisation is created.",
                cause: "A member has this e-mail address already; people log in with it, so it is one member's.",
                fix: "Use another address, or reset the world.")
        case .memberNotAdmin:
            Explanation(
                symptom: "403 when a member is created.",
                cause: "The session token is that of a member without the role Admin.",
                fix: "Log in as an Admin, or use an API key.")
        case .memberReadOnly:
            Explanation(
                symptom: "403 when something is created.",
                cause: "The session token is that of a member with the role ReadOnly.",
                fix: "Log in as a member who may write.")
        case .memberUnknown:
            Explanation(
                symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
                cause:
                    "The world has no such member: the id was cut short, made in another world, or the world was "
                    + "reset since.",
                fix: "Use the id of the answer that created it, with a key of the same world.")
        case .organizationUnknown:
            Explanation(
                symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
                cause:
                    "The world has no such organisation: the id was cut short, made in another world, or the world "
                    + "was reset since.",
                fix: "Use the id of the answer that created it, with a key of the same world.")
        case .queryMissing:
            Explanation(
                symptom: "400; the message names a query parameter.",
                cause: "A query parameter that the call needs is missing or empty.",
                fix: "Send it; escape it where it has characters such as + and &.")
        case .sdkClientNotService:
            Explanation(
                symptom: "400 when a session access grant is created.",
                cause: "The SDK client is a webapp client, which has no API key to use a session with.",
                fix: "Name a service client.")
        case .sdkClientUnknown:
            Explanation(
                symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
                cause:
                    "The world has no such SDK client: the id was cut short, made in another world, or the world was "
                    + "reset since.",
                fix: "Use the id of the answer that created it, with a key of the same world.")
        case .sessionNone:
            Explanation(
                symptom: "404 with \"Session not found\".",
                cause: "The app user has no session at the app: never linked, linked elsewhere, or deleted since.",
                fix: "Let the user link the app, or finish Link in a test with POST /_drydock/link/complete.")
        case .sessionNotActive:
            Explanation(
                symptom: "The call that needs the user's session is refused although there is one.",
                cause:
                    "The session's status is revoked or unknown: the app does not take it any more, or nobody knows.",
                fix: "Let the user link the app anew.")
        case .sessionOtherOrganization:
            Explanation(
                symptom: "403 where a session is named.",
                cause: "The session belongs to another organisation than the key, and no grant gives access.",
                fix: "Use a key of the organisation in which the user linked, or create a session access grant.")
        case .sessionAccessGrantUnknown:
            Explanation(
                symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
                cause:
                    "The world has no such session access grant: the id was cut short, made in another world, or the "
                    + "world was reset since.",
                fix: "Use the id of the answer that created it, with a key of the same world.")
        case .tunnelHostNotMapped:
            Explanation(
                symptom: "403 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
                cause: "The scenario maps no address to this name, and the tunnel leads nowhere else.",
                fix: "Map it in the policy tunnel.hosts, as page.test: 127.0.0.1:8443.")
        case .tunnelKeyRefused:
            Explanation(
                symptom: "403 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
                cause: "The proxy's password is no API key that is taken.",
                fix: "Give the app user id as the proxy's user name and an API key as its password.")
        case .tunnelNoCredentials:
            Explanation(
                symptom: "407 to a CONNECT; browsers that have credentials send them then.",
                cause: "The CONNECT has no Proxy-Authorization header.",
                fix: "Give the app user id as the proxy's user name and an API key as its password.")
        case .tunnelPlainHTTP:
            Explanation(
                symptom: "403 as the page itself, through the proxy, for an http:// address.",
                cause: "A page over plain http needs no CONNECT, and the tunnel is simulated for CONNECT only.",
                fix: "Open the page by https.")
        case .tunnelTargetUnreachable:
            Explanation(
                symptom: "502 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
                cause: "Nothing listens at the address that the scenario maps the name to.",
                fix: "Start the page's server, or correct its port in the policy tunnel.hosts.")
        case .tunnelUserNotLinked:
            Explanation(
                symptom: "502 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
                cause: "The app user has never linked, so there is no proxy for it.",
                fix: "Let the user finish Link under this id, then try again.")
        case .userLookupCrashed:
            Explanation(
                symptom: "500 with the reason phrase Internal Server, or an error text that ends in it.",
                cause:
                    "The app user never linked, and the look-up is ordered to crash over it: by the policy "
                    + "translation, or by an id that ends with +crash.",
                fix: "Let the user finish Link under this id.")
        case .userMissing:
            Explanation(
                symptom: "400 with \"appUserId is required\".",
                cause: "Neither query, body nor the header X-Anon-App-User-Id says for which app user the call is.",
                fix: "Send appUserId.")
        case .userNotLinked:
            Explanation(
                symptom: "404, or an error text that ends in 404 - Not Found.",
                cause:
                    "The app user never finished Link in this organisation and environment; a token alone links "
                    + "nobody.",
                fix: "Let the user finish Link under this id; in a test POST /_drydock/link/complete.")
        case .userPoolNotHosted:
            Explanation(
                symptom: "400 when an app user id token is asked for.",
                cause:
                    "The pool has a key set of its own, so its tokens are signed by whoever holds the private key; "
                    + "or no hosted pool is there.",
                fix: "Sign the token yourself (in a test `drydock token` does), or name a hosted pool.")
        case .userPoolUnknown:
            Explanation(
                symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
                cause:
                    "The world has no such user pool: the id was cut short, made in another world, or the world was "
                    + "reset since.",
                fix: "Use the id of the answer that created it, with a key of the same world.")
        }
    }
}
