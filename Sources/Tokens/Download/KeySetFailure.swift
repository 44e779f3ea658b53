package import Kernel

/// Why no key set could be had from a URL.
package enum KeySetFailure: Error, Hashable, Sendable {
    /// The URL, as it was given, is none.
    case badURL(String, KeySetURLProblem)
    /// Nothing came back.
    case download(KeySetDownloadFailure)
    /// What came back is no key set.
    case body(KeySetBodyComplaint)

    /// The reason, with a code `jwks.…`.
    package var reason: Reason {
        switch self {
        case .badURL(let text, .relative) where Self.variable(in: text) != nil:
            Reason(
                "jwks.unexpandedVariable",
                "the URL is the literal text \(Quotation.of(text)): in single quotes, as in the vendor's own curl command, "
                    + "the shell does not replace \(Self.variable(in: text) ?? "it")")
        case .badURL(let text, .relative):
            Reason("jwks.badURL", "\(Quotation.of(text)) is not a whole URL: it has no http:// or https://")
        case .badURL(let text, .schemeNotAllowed):
            Reason("jwks.badURL", "\(Quotation.of(text)) is neither http nor https")
        case .badURL(let text, .internationalDomainName):
            Reason("jwks.badURL", "the host in \(Quotation.of(text)) is not ASCII; write it as xn--…")
        case .badURL(let text, let problem):
            Reason("jwks.badURL", "\(Quotation.of(text)) is no URL: \(problem)")
        case .download(let failure): failure.reason
        case .body(let complaint): complaint.reason
        }
    }

    /// The `$NAME` or `${NAME}` that `text` begins with.
    private static func variable(in text: String) -> String? {
        guard text.hasPrefix("$") else { return nil }
        let braced = text.hasPrefix("${")
        let name = text.dropFirst(braced ? 2 : 1).prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard let first = name.first, !first.isNumber else { return nil }
        return braced ? "${\(name)}" : "$\(name)"
    }
}

extension KeySetFailure: CustomStringConvertible {
    /// What the vendor shows, word for word (anon.md 7).
    package var description: String {
        switch self {
        case .badURL(_, let problem): problem.description
        case .download(let failure): failure.description
        case .body(let complaint): complaint.description
        }
    }
}
