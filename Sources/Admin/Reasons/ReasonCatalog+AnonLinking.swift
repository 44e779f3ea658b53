extension ReasonCatalog {
    /// Anon: Link, app users, sessions, the tunnel, browsers of another origin.
    static let anonLinking = [
        ReasonCode(
            "app.unknown",
            symptom: "404 or 400 where an app is named.",
            cause: "No built-in app has this id, and neither scenario nor link defines it.",
            fix: "Use a built-in id, as linkedin, or pass authUrl for a site of your own."),
        ReasonCode(
            "browser.unknown",
            symptom: "404 where a remote browser's live stream is opened.",
            cause: "The world has no such remote browser: made in another world, or the world was reset since.",
            fix: "Open the liveStreamingUrl of a fresh cdpUrl call."),
        ReasonCode(
            "conversation.unknown",
            symptom: "404 or 400 where a conversation is named.",
            cause: "The canned conversations have none of this id.",
            fix: "Take an id of the list of conversations."),
        ReasonCode(
            "cors.preflightRefused",
            symptom: "401 to a preflight; the browser shows a CORS error.",
            cause: "The policy cors is asExplained: the preflight itself is Unauthorized.",
            fix: "Set the policy to asQuoted or open."),
        ReasonCode(
            "link.badAddress",
            symptom: "400 when a link is made or opened.",
            cause: "companyLogo, authUrl, checkUrl or iconUrl is no http or https URL.",
            fix: "Send whole URLs, for example https://example.com/login."),
        ReasonCode(
            "link.badRedirect",
            symptom: "400 when a link is made or opened.",
            cause:
                "redirectUrl is no URL that a browser can go back to: not absolute, or one that would run as a script.",
            fix: "Send the whole URL, for example http://localhost:3000/done."),
        ReasonCode(
            "link.missingParameter",
            symptom: "400 when a link is made or opened.",
            cause: "The query leaves out app, redirectUrl, or whom the link is for.",
            fix: "Send app, redirectUrl, and appUserId or appUserIdToken."),
        ReasonCode(
            "query.missing",
            symptom: "400; the message names a query parameter.",
            cause: "A query parameter that the call needs is missing or empty.",
            fix: "Send it; escape it where it has characters such as + and &."),
        ReasonCode(
            "session.none",
            symptom: "404 with \"Session not found\".",
            cause: "The app user has no session at the app: never linked, linked elsewhere, or deleted since.",
            fix: "Let the user link the app, or finish Link in a test with POST /_drydock/link/complete."),
        ReasonCode(
            "session.notActive",
            symptom: "The call that needs the user's session is refused although there is one.",
            cause: "The session's status is revoked or unknown: the app does not take it any more, or nobody knows.",
            fix: "Let the user link the app anew."),
        ReasonCode(
            "session.otherOrganization",
            symptom: "403 where a session is named.",
            cause: "The session belongs to another organisation than the key, and no grant gives access.",
            fix: "Use a key of the organisation in which the user linked, or create a session access grant."),
        ReasonCode(
            "tunnel.hostNotMapped",
            symptom: "403 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
            cause: "The scenario maps no address to this name, and the tunnel leads nowhere else.",
            fix: "Map it in the policy tunnel.hosts, as page.test: 127.0.0.1:8443."),
        ReasonCode(
            "tunnel.keyRefused",
            symptom: "403 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
            cause: "The proxy's password is no API key that is taken.",
            fix: "Give the app user id as the proxy's user name and an API key as its password."),
        ReasonCode(
            "tunnel.noCredentials",
            symptom: "407 to a CONNECT; browsers that have credentials send them then.",
            cause: "The CONNECT has no Proxy-Authorization header.",
            fix: "Give the app user id as the proxy's user name and an API key as its password."),
        ReasonCode(
            "tunnel.plainHTTP",
            symptom: "403 as the page itself, through the proxy, for an http:// address.",
            cause: "A page over plain http needs no CONNECT, and the tunnel is simulated for CONNECT only.",
            fix: "Open the page by https."),
        ReasonCode(
            "tunnel.targetUnreachable",
            symptom: "502 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
            cause: "Nothing listens at the address that the scenario maps the name to.",
            fix: "Start the page's server, or correct its port in the policy tunnel.hosts."),
        ReasonCode(
            "tunnel.userNotLinked",
            symptom: "502 to a CONNECT, in a browser net::ERR_TUNNEL_CONNECTION_FAILED.",
            cause: "The app user has never linked, so there is no proxy for it.",
            fix: "Let the user finish Link under this id, then try again."),
        ReasonCode(
            "user.lookupCrashed",
            symptom: "500 with the reason phrase Internal Server, or an error text that ends in it.",
            cause:
                "The app user never linked, and the look-up is ordered to crash over it: by the policy translation, or "
                + "by an id that ends with +crash.",
            fix: "Let the user finish Link under this id."),
        ReasonCode(
            "user.missing",
            symptom: "400 with \"appUserId is required\".",
            cause: "Neither query, body nor the header X-Anon-App-User-Id says for which app user the call is.",
            fix: "Send appUserId."),
        ReasonCode(
            "user.notLinked",
            symptom: "404, or an error text that ends in 404 - Not Found.",
            cause: "The app user never finished Link in this organisation and environment; a token alone links nobody.",
            fix: "Let the user finish Link under this id; in a test POST /_drydock/link/complete."),
    ]
}
