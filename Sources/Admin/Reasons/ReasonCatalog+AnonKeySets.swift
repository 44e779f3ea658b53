extension ReasonCatalog {
    /// Anon: a pool's key set cannot be had, when the pool is created or when a token is verified.
    static let anonKeySets = [
        keySet(
            "jwks.badURL", shows: "builder error",
            cause: "jwksUri is no URL that can be called: it has no host, or another scheme than http and https.",
            fix: "Send the whole https URL of the key set."),
        keySet(
            "jwks.noKeys", shows: "error decoding response body: missing field `keys`",
            cause: "jwksUri answered JSON that is no key set.",
            fix: "Let jwksUri answer an object with the list keys."),
        keySet(
            "jwks.notJSON", shows: "error decoding response body",
            cause: "jwksUri answered something that is no JSON, mostly a page, because it is not public.",
            fix: "Serve the key set to anybody, without sign-in, redirect to a page, or byte order mark."),
        keySet(
            "jwks.timedOut", shows: "error sending request for url",
            cause: "jwksUri did not answer in time.",
            fix: "Look at why the host hangs; a firewall that drops packets does it, too."),
        keySet(
            "jwks.tooLarge", shows: "request or response body error: length limit exceeded",
            cause: "What jwksUri answered is larger than a key set is.",
            fix: "Check that jwksUri is the key set's address."),
        keySet(
            "jwks.tooManyRedirects", shows: "error following redirect for url",
            cause: "jwksUri leads from redirect to redirect.",
            fix: "Give the address at which the key set itself is."),
        keySet(
            "jwks.unexpandedVariable", shows: "builder error: relative URL without a base",
            cause: "jwksUri is the name of a shell variable, which single quotes kept from being replaced.",
            fix: "Put double quotes around the body, or write the address."),
        keySet(
            "jwks.unreachable", shows: "error sending request for url",
            cause: "Nothing answers at jwksUri: the name is unknown, or nothing listens there.",
            fix: "Start the host, or correct the address. In a container 127.0.0.1 is the container itself."),
    ]

    private static func keySet(_ code: String, shows text: String, cause: String, fix: String) -> ReasonCode {
        ReasonCode(
            code, symptom: "500 with \"\(text)…\" when a user pool is created; 401 where a token is to be verified.",
            cause: cause, fix: fix)
    }
}
