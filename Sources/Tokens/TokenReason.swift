package import Kernel

/// The codes of what is wrong with tokens (`jwt.…`) and with key sets (`jwks.…`), explained.
package enum TokenReason: String, ReasonCode {
    case jwksBadURL = "jwks.badURL"
    case jwksNoKeys = "jwks.noKeys"
    case jwksNotJSON = "jwks.notJSON"
    case jwksOwnServer = "jwks.ownServer"
    case jwksTimedOut = "jwks.timedOut"
    case jwksTooLarge = "jwks.tooLarge"
    case jwksTooManyRedirects = "jwks.tooManyRedirects"
    case jwksUnexpandedVariable = "jwks.unexpandedVariable"
    case jwksUnreachable = "jwks.unreachable"
    case jwtAlgorithmNone = "jwt.algorithmNone"
    case jwtAlgorithmRefused = "jwt.algorithmRefused"
    case jwtBadSignature = "jwt.badSignature"
    case jwtCriticalExtensions = "jwt.criticalExtensions"
    case jwtExpired = "jwt.expired"
    case jwtIssuedInFuture = "jwt.issuedInFuture"
    case jwtMalformed = "jwt.malformed"
    case jwtMissing = "jwt.missing"
    case jwtNoExpiry = "jwt.noExpiry"
    case jwtNoKid = "jwt.noKid"
    case jwtNoSubject = "jwt.noSubject"
    case jwtNotYetValid = "jwt.notYetValid"
    case jwtTooLarge = "jwt.tooLarge"
    case jwtUnknownKid = "jwt.unknownKid"

    /// What each code means.
    package var explanation: Explanation {
        switch self {
        case .jwksBadURL:
            Explanation(
                symptom:
                    "500 with \"builder error…\" when a user pool is created; 401 where a token is to be verified.",
                cause: "jwksUri is no URL that can be called: it has no host, or another scheme than http and https.",
                fix: "Send the whole https URL of the key set.")
        case .jwksNoKeys:
            Explanation(
                symptom:
                    "500 with \"error decoding response body: missing field `keys`…\" when a user pool is created; 401 "
                    + "where a token is to be verified.",
                cause: "jwksUri answered JSON that is no key set.",
                fix: "Let jwksUri answer an object with the list keys.")
        case .jwksNotJSON:
            Explanation(
                symptom:
                    "500 with \"error decoding response body…\" when a user pool is created; 401 where a token is to "
                    + "be verified.",
                cause: "jwksUri answered something that is no JSON, mostly a page, because it is not public.",
                fix: "Serve the key set to anybody, without sign-in, redirect to a page, or byte order mark.")
        case .jwksOwnServer:
            Explanation(
                symptom:
                    "500 with \"error sending request for url…\" when a user pool is created; 401 where a token is to "
                    + "be verified.",
                cause:
                    "jwksUri, or a redirect behind it, leads to Drydock itself. What a customer writes into a pool must "
                    + "not make Drydock call its own control plane.",
                fix:
                    "Give the address of your own key set. Of Drydock's addresses only /.well-known/jwks.json, without a "
                    + "query, is taken.")
        case .jwksTimedOut:
            Explanation(
                symptom:
                    "500 with \"error sending request for url…\" when a user pool is created; 401 where a token is to "
                    + "be verified.",
                cause: "jwksUri did not answer in time.",
                fix: "Look at why the host hangs; a firewall that drops packets does it, too.")
        case .jwksTooLarge:
            Explanation(
                symptom:
                    "500 with \"request or response body error: length limit exceeded…\" when a user pool is created; "
                    + "401 where a token is to be verified.",
                cause: "What jwksUri answered is larger than a key set is.",
                fix: "Check that jwksUri is the key set's address.")
        case .jwksTooManyRedirects:
            Explanation(
                symptom:
                    "500 with \"error following redirect for url…\" when a user pool is created; 401 where a token is "
                    + "to be verified.",
                cause: "jwksUri leads from redirect to redirect.",
                fix: "Give the address at which the key set itself is.")
        case .jwksUnexpandedVariable:
            Explanation(
                symptom:
                    "500 with \"builder error: relative URL without a base…\" when a user pool is created; 401 where a "
                    + "token is to be verified.",
                cause: "jwksUri is the name of a shell variable, which single quotes kept from being replaced.",
                fix: "Put double quotes around the body, or write the address.")
        case .jwksUnreachable:
            Explanation(
                symptom:
                    "500 with \"error sending request for url…\" when a user pool is created; 401 where a token is to "
                    + "be verified.",
                cause: "Nothing answers at jwksUri: the name is unknown, or nothing listens there.",
                fix: "Start the host, or correct the address. In a container 127.0.0.1 is the container itself.")
        case .jwtAlgorithmNone:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token's header says alg none, so nothing proves who made it.",
                fix: "Sign with a key of the pool's key set.")
        case .jwtAlgorithmRefused:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause:
                    "The algorithm in the header is none that is taken, or not that of the key which kid names; "
                    + "HS256 with the public key as the secret is the classic attack.",
                fix:
                    "Sign with RS256, ES256 or EdDSA, whichever the key is for; or correct the alg of the key in the "
                    + "key set.")
        case .jwtBadSignature:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The key that kid names did not make the signature, or the token was changed since.",
                fix: "Sign with the private key that belongs to the published one, and pass the token on as it is.")
        case .jwtCriticalExtensions:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The header's crit demands extensions that are not known here.",
                fix: "Sign without crit.")
        case .jwtExpired:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token's exp is not after the time of the world's clock.",
                fix: "Issue a new token. In a test look at what advanced the clock.")
        case .jwtIssuedInFuture:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause:
                    "The token's iat lies ahead of the world's clock, for example because the clock is frozen in the "
                    + "past.",
                fix: "Sign with the world's time: POST /_drydock/token does; or set the clock.")
        case .jwtMalformed:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The bearer is not three parts of base64url with JSON in the first two.",
                fix: "Send the whole token, without quotes and line breaks.")
        case .jwtMissing:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "There is no Authorization: Bearer header with the user's token.",
                fix: "Send the app user id token, together with X-Anon-Sdk-Client-Id.")
        case .jwtNoExpiry:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token has no exp, or one that is no number.",
                fix: "Sign with exp in seconds since 1970.")
        case .jwtNoKid:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token's header has no kid, so no key can be looked up.",
                fix: "Put the kid of the signing key into the header, spelt as in the key set.")
        case .jwtNoSubject:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The claim that names the user is missing: sub, or the pool's idClaim.",
                fix: "Put your user's id into that claim.")
        case .jwtNotYetValid:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token's nbf lies ahead of the world's clock.",
                fix: "Leave nbf out, or advance the world's clock.")
        case .jwtTooLarge:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause: "The token is longer than tokens are.",
                fix: "Leave large claims out.")
        case .jwtUnknownKid:
            Explanation(
                symptom: "401, which a browser on the Link page shows as a CORS error.",
                cause:
                    "The key set of the client's pool has no key of this kid: another identity provider signed, the "
                    + "clientId is of an old pool, or the key was never published.",
                fix: "Use the client of the pool with this provider's key set, or publish the key under its kid.")
        }
    }
}
