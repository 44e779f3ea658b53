package import Kernel

extension TokenRefusal {
    /// The reason with its stable code, and the case at hand for whoever has to find the mistake.
    package var reason: Reason {
        Reason("jwt.\(name)", detail)
    }

    private var name: String {
        switch self {
        case .missing: "missing"
        case .tooLarge: "tooLarge"
        case .malformed: "malformed"
        case .algorithmNone: "algorithmNone"
        case .algorithmRefused: "algorithmRefused"
        case .criticalExtensions: "criticalExtensions"
        case .noKid: "noKid"
        case .unknownKid: "unknownKid"
        case .badSignature: "badSignature"
        case .noExpiry: "noExpiry"
        case .expired: "expired"
        case .notYetValid: "notYetValid"
        case .issuedInFuture: "issuedInFuture"
        case .noSubject: "noSubject"
        }
    }

    private var detail: String {
        switch self {
        case .missing: "there is no token"
        case .tooLarge(let bytes): "the token has \(bytes) bytes, more than \(UnverifiedToken.limit)"
        case .malformed(let complaint): complaint
        case .algorithmNone: "the header says alg \"none\": the token has no signature that could be checked"
        case .algorithmRefused(let name, let why): "alg \(name.map { Quotation.of($0) } ?? "is missing"): \(why)"
        case .criticalExtensions(let names): "the header's crit demands \(Quotation.of(names)), unknown here"
        case .noKid(let keySet): "the header has no kid; the key set has \(keySet)"
        case .unknownKid(let kid, let keySet): "kid \(Quotation.of(kid)) is not in the key set, which has \(keySet)"
        case .badSignature(let kid, let algorithm):
            "the \(algorithm.rawValue) signature is not that of key \(Quotation.of(kid)): "
                + "another key signed, or the token was changed since"
        case .noExpiry(let kind): "exp is \(kind.map { "\($0), not a number of seconds since 1970" } ?? "missing")"
        case .expired(let expiry, let now):
            "exp \(expiry) is \(now == expiry ? "now" : "\(now - expiry) ago"): the world's clock says \(now)"
        case .notYetValid(let start, let now): Self.early("nbf", start, now)
        case .issuedInFuture(let start, let now): Self.early("iat", start, now)
        case .noSubject(let claim, let kind):
            "the claim \(Quotation.of(claim)), which names the user, is \(kind ?? "missing")"
        }
    }

    private static func early(_ claim: String, _ start: Moment, _ now: Moment) -> String {
        "\(claim) \(start) is \(start - now) ahead of the world's clock, which says \(now)"
    }
}
