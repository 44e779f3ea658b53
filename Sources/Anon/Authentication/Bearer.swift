import HTTPTypes
import KernelHTTP

/// What stands behind `Authorization: Bearer` (anon.md 1), without the `@world` at its end.
struct Bearer: Sendable, Equatable {
    let text: String

    /// The bearer of a call; nil where there is none.
    init?(_ call: AnonCall) {
        guard let header = call.exchange.head.headerFields[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        self.init(parts[1].trimmingSpaces)
    }

    /// - Parameter credential: the credential as the client wrote it.
    init?(_ credential: some StringProtocol) {
        let text = String(credential)
        let key = text.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(text[..<$0]) } ?? text
        guard !key.isEmpty else { return nil }
        self.text = key
    }

    /// Whether it has the three parts of a JWT.
    var isToken: Bool { text.utf8.lazy.filter { $0 == UInt8(ascii: ".") }.count == 2 }

    /// Whether it has the form of Anon's keys and session tokens.
    var isKeyShaped: Bool { text.hasPrefix("anon_") || text.hasPrefix("ory_") }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
