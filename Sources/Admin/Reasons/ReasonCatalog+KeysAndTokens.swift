extension ReasonCatalog {
    /// Keys of both vendors; Anchor's credits, rates, identity tokens and their way back to the callback.
    static let keysAndTokens = [
        ReasonCode(
            "callback.hasFragment",
            symptom: "The callback is called, but its page does not see identity_id.",
            cause: "The callback's URL has a fragment, and what is appended to it stays in the browser.",
            fix: "Use a callback without a fragment."),
        ReasonCode(
            "callback.hasQuery",
            symptom:
                "The callback is called with two question marks, and identity_id is missing from the parsed query.",
            cause: "The callback's URL has a query already, and the vendor appends its own literally.",
            fix: "Use a callback without a query, and keep what it told in the path or in a session of your own. The "
                + "policy callbackAppend: merge shows what would happen otherwise."),
        ReasonCode(
            "callback.invalid",
            symptom: "400 when an identity token is created.",
            cause: "callbackUrl is not an absolute URL with a host.",
            fix: "Send the whole URL, for example https://app.example.com/callback."),
        ReasonCode(
            "callback.notHTTPS",
            symptom: "400 when an identity token is created.",
            cause: "callbackUrl is not https.",
            fix: "Serve the callback over https. For one on this machine start Drydock with --allow-http-callbacks."),
        ReasonCode(
            "cookie.missing",
            symptom: "401 from a call that the vendor's chat demo makes.",
            cause: "The request has no wos-session cookie, which these calls need in place of an API key.",
            fix: "Send the cookie. Drydock takes any value; @name at its end leads to a world."),
        ReasonCode(
            "credits.none",
            symptom: "402 when a session is created.",
            cause: "The account has no credits: the scenario says so, or the key starts with sk-nocredits.",
            fix: "Handle 402 as an account matter, not as a fault to retry. To go on, use another key or scenario."),
        ReasonCode(
            "key.missing",
            symptom: "401.",
            cause:
                "The request has no key: Anchor's go into the header anchor-api-key, Anon's into Authorization: Bearer.",
            fix: "Set the header, or the variable that the SDK reads the key from. Drydock takes any key of Anchor's, "
                + "and of Anon's any that begins with anon_ or ory_."),
        ReasonCode(
            "key.refused",
            symptom: "401 although a key was sent.",
            cause:
                "The scenario lists the keys that are taken and this is none of them, or the key starts with sk-invalid "
                + "or anon_invalid.",
            fix: "Use a key of the list in the policy apiKeys, or any key where there is no list."),
        ReasonCode(
            "rate.sessions",
            symptom: "429 with Retry-After and the rate limit's headers.",
            cause: "More sessions were created in the window than the scenario allows, or the key starts with "
                + "sk-ratelimited.",
            fix: "Wait as long as Retry-After says; in a test advance the world's clock."),
        ReasonCode(
            "signIn.cancelled",
            symptom: "The callback is called with status=cancelled and without identity_id.",
            cause: "The user left the hosted page by its cancel button.",
            fix: "Treat the identity as not connected, and offer to begin again with a fresh token."),
        ReasonCode(
            "signIn.failed",
            symptom: "The callback is called with status=failed and without identity_id.",
            cause: "The site did not take the user's credentials.",
            fix: "Let the user try again with a fresh token. A magic user name in a test makes this on purpose."),
        ReasonCode(
            "token.alreadyUsed",
            symptom: "409 when the page is opened or completed.",
            cause: "The identity token has been spent: each makes one identity, whoever comes first.",
            fix: "Create a token for each visit to the page, and never keep one."),
        ReasonCode(
            "token.applicationDeleted",
            symptom: "The page or its completion is refused although the token is fresh.",
            cause: "The token's application was deleted after the token was created.",
            fix: "Create application and token anew."),
        ReasonCode(
            "token.expired",
            symptom: "410 when the page is opened or completed.",
            cause: "The identity token's 15 minutes are over on the world's clock.",
            fix: "Create the token when the user is about to open the page. In a test look at what advanced the clock."),
        ReasonCode(
            "token.unknown",
            symptom: "404 when the page is opened or completed.",
            cause: "This world did not issue the token: it was cut short, or the world was reset since.",
            fix: "Use the token exactly as it was issued, and create it after the reset."),
    ]
}
