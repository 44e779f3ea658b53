import Kernel

/// Hides keys, tokens, passwords and cookies, so that a journal can be pasted into a ticket. Of a long secret the last four
/// letters stay, to tell one from another.
///
/// It looks at names (headers, parameters, members) and, in text of any kind, at what only a secret looks like: what
/// Drydock issues, and JSON Web Tokens. Each text is read once, however many secrets are in it.
package enum SecretMask: Sendable {
    case masking
    case showing

    /// A text with URLs, form fields, JSON or anything else in it.
    package func text(_ text: String) -> String {
        guard self == .masking else { return text }
        var scan = SecretScan(text)
        return scan.masked()
    }

    /// The value of a query parameter, form field or JSON member of this name.
    func value(_ value: String, named name: String) -> String {
        guard self == .masking else { return value }
        return SecretNames.contain(name) ? Self.hidden(value) : text(value)
    }

    /// Three stars, and the last four letters of a secret that has twelve or more.
    static func hidden(_ secret: some StringProtocol) -> String {
        if secret.isEmpty { return "" }
        return secret.utf8.count < 12 ? "***" : "***\(secret.suffix(4))"
    }
}
