import HTTPTypes
public import Kernel
import NIOCore

/// What a client says when it offers a WebSocket (RFC 6455, 4.1), as far as it must be right before anybody looks further.
public enum WebSocketOffer {
    /// Throws for a page that may not open one, and for fields that are missing or wrong.
    ///
    /// - Parameter origins: the pages that may, besides clients that are no pages.
    public static func check(_ exchange: Exchange, pagesOf origins: [String]) throws(WebSocketRefusal) {
        if let reason = foreignPage(of: exchange, besides: origins) {
            throw WebSocketRefusal(.forbidden, reason)
        }
        let fields = exchange.head.headerFields
        guard lists("upgrade", in: fields[.connection]) else {
            throw malformed("The header Connection does not list Upgrade.")
        }
        guard exchange.body.readableBytes == 0, fields[.transferEncoding] == nil,
            fields[.contentLength].map({ $0 == "0" }) ?? true
        else { throw malformed("A request that offers a WebSocket has no body.") }
        guard fields[.secWebSocketVersion] == "13" else {
            throw WebSocketRefusal(
                .upgradeRequired,
                Reason(WebSocketReason.malformedOffer, "The header Sec-WebSocket-Version must be 13."),
                headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
        }
        guard isNonce(fields[.secWebSocketKey] ?? "") else {
            throw malformed("The header Sec-WebSocket-Key must be 16 bytes in base64.")
        }
    }

    /// Why a request is not answered that comes from a page which is not among these; nil if it is. Browsers say whose page it
    /// is, and other clients say nothing: any page could otherwise drive the session.
    public static func foreignPage(of exchange: Exchange, besides origins: [String]) -> Reason? {
        guard let page = exchange.head.headerFields[.origin], !origins.contains(page) else { return nil }
        return Reason(
            WebSocketReason.foreignOrigin,
            "Pages may not open DevTools connections, and this one is of \(page); the policy browserOrigins lists those that "
                + "may.")
    }

    private static func lists(_ token: String, in field: String?) -> Bool {
        guard let field else { return false }
        return field.lowercased().split(separator: ",").contains {
            $0.split(whereSeparator: \.isWhitespace) == [token[...]]
        }
    }

    private static func isNonce(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes.suffix(2) == [UInt8(ascii: "="), UInt8(ascii: "=")] else { return false }
        return bytes.dropLast(2).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    private static func malformed(_ detail: String) -> WebSocketRefusal {
        WebSocketRefusal(.badRequest, Reason(WebSocketReason.malformedOffer, detail))
    }
}

/// Why the offer of a WebSocket is not looked at further.
public struct WebSocketRefusal: Error, Sendable {
    fileprivate let status: HTTPResponse.Status
    fileprivate let reason: Reason
    fileprivate let headers: HTTPFields

    fileprivate init(_ status: HTTPResponse.Status, _ reason: Reason, headers: HTTPFields = [:]) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }
}

extension Problem {
    /// The refusal in a vendor's words.
    public init(_ refusal: WebSocketRefusal) {
        self.init(refusal.status, refusal.status.reasonPhrase, refusal.reason)
        headers = refusal.headers
    }

    /// The answer to a client that offers a WebSocket: plain text, which DevTools clients show word for word.
    public var textReply: Reply {
        var reply = Reply.text(status, reason.detail == message ? message : "\(message). \(reason.detail)")
        reply.reason = reason
        reply.headers.append(contentsOf: headers)
        return reply
    }
}

// MARK: - Reasons

/// The codes of the reasons why a WebSocket is not opened, whatever it leads to, explained.
public enum WebSocketReason: String, ReasonCode {
    case foreignOrigin = "browser.foreignOrigin"
    case malformedOffer = "browser.malformedOffer"

    /// What each code means.
    public var explanation: Explanation {
        switch self {
        case .foreignOrigin:
            Explanation(
                symptom: "403 when a WebSocket to a session is opened.",
                cause:
                    "A page opened it. Any page that somebody visits could try, and would drive the session if it were "
                    + "let.",
                fix:
                    "Connect from a program. For a page of your own list its origin in the policy browserOrigins of the "
                    + "scenario.")
        case .malformedOffer:
            Explanation(
                symptom: "400 or 426 when a WebSocket is opened.",
                cause: "A header of the opening handshake is missing or wrong, or a proxy on the way took it out.",
                fix: "Use a WebSocket library, and have proxies pass Connection, Upgrade and Sec-WebSocket-* on.")
        }
    }
}
