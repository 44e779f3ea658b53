import KernelHTTP

/// The customer's address that the browser goes back to: on the web, or an app's own scheme.
struct LinkRedirect: Sendable, Equatable {
    /// For example `https` or `myapp`, in lower case.
    let scheme: String
    /// How the page names it to a person: an origin, or the scheme of an app.
    let destination: String
    private let text: String

    /// Reads an absolute URL. One that would run or show something of its own in the page's place is refused.
    init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text.utf8[text.utf8.index(after: colon)...]
        guard Self.isScheme(scheme), !Self.refusedSchemes.contains(scheme), !rest.isEmpty else { return nil }
        if scheme == "http" || scheme == "https" {
            guard let address = WebAddress(text) else { return nil }
            destination = address.origin
            self.text = address.text
        } else {
            guard rest.allSatisfy(Self.isAllowed) else { return nil }
            destination = "\(scheme):"
            self.text = text
        }
        self.scheme = scheme
    }

    /// Whether an app is meant, rather than a page.
    var isApp: Bool { scheme != "http" && scheme != "https" }

    /// The address with what happened in its query. What the customer has there stays, except under the names that Link
    /// writes (ours); so does the fragment.
    func url(_ ending: LinkEnding, state: String?) -> String {
        let fragment = text.firstIndex(of: "#") ?? text.endIndex
        let mark = text[..<fragment].firstIndex(of: "?")
        let kept = mark.map { mark in
            text[text.index(after: mark)..<fragment].split(separator: "&").filter { !Self.isOurs($0) }.map(String.init)
        }
        var pairs = (kept ?? []) + ending.parameters.map { "\($0)=\($1)" }
        if let state { pairs.append("state=\(PercentCoding.encode(state))") }
        return "\(text[..<(mark ?? fragment)])?\(pairs.joined(separator: "&"))\(text[fragment...])"
    }

    private static func isOurs(_ pair: Substring) -> Bool {
        let name = pair.prefix { $0 != "=" }
        return ["type", "status", "error_code", "state"].contains(PercentCoding.decode(name, plusIsSpace: true))
    }

    private static let refusedSchemes: Set = ["about", "blob", "data", "file", "javascript", "vbscript"]

    /// RFC 3986, 3.1
    private static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 97...122, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"): false
        default: true
        }
    }
}

// MARK: - Endings

/// How a visit to the Link page ended, in the words of the customer's address (anon.md 4.3). The guide names `type` and
/// `error_code`, the vendor's examples read `status`: both are sent.
enum LinkEnding: Sendable, Equatable {
    /// The documented values of `error_code`.
    enum Failure: String, Sendable {
        /// The link is wrong.
        case input = "bad_input"
        /// The link's credentials, or the app that was to be linked, refused.
        case authorization = "bad_authorization"
        /// Whatever else.
        case service = "anon_internal_error"
    }

    case success
    /// The user gave up; that this is an error without a code is ours.
    case cancelled
    case failed(Failure)

    /// Names and values, in order.
    var parameters: [(String, String)] {
        switch self {
        case .success: [("type", "success"), ("status", "success")]
        case .cancelled: [("type", "error"), ("status", "cancelled")]
        case .failed(let failure): [("type", "error"), ("status", "error"), ("error_code", failure.rawValue)]
        }
    }
}
