import HTTPTypes
import NIOHTTP1

/// Reads the heads of one connection's requests.
///
/// Nearly every client sends the same fields with each of them, as HTTP/2 takes for granted (RFC 7541): then nothing but the
/// target is read anew, which spares most of what a head costs.
struct RequestHeadReader {
    /// The longest fields that are kept from one request to the next, names and values together, in bytes. Ours.
    static let longestKept = 2048
    /// After so many requests with other fields than the one before nobody expects the same ones any more.
    static let patience = 8

    /// The last head, if it may come again, and how it was read.
    private var former: (head: HTTPRequestHead, read: RequestHead)?
    /// How many heads in a row had other fields than the one before.
    private var strangers = 0

    /// - Parameter isSecure: whether the connection is one of TLS, which it is from its first request on or not at all.
    /// - Throws: the answer to a head that cannot be accepted.
    mutating func read(_ head: HTTPRequestHead, isSecure: Bool = false) throws(Refusal) -> RequestHead {
        guard strangers < Self.patience else { return try RequestHead(head, isSecure: isSecure) }
        if head.isPath, former?.head.hasAllButTarget(of: head) == true {
            strangers = 0
            // In place: where nobody has the request before any more, nothing of it is copied.
            former?.read.request.path = head.uri
            if let read = former?.read { return read }
        }
        strangers += 1
        let read = try RequestHead(head, isSecure: isSecure)
        former = strangers < Self.patience && head.isPath && head.headers.isShort ? (head, read) : nil
        return read
    }
}

extension HTTPRequestHead {
    /// Whether the target is a path, which says nothing of the host.
    fileprivate var isPath: Bool { uri.utf8.first == UInt8(ascii: "/") && method != .CONNECT }

    /// Whether only the targets differ.
    fileprivate func hasAllButTarget(of other: HTTPRequestHead) -> Bool {
        method == other.method && version == other.version && headers.count == other.headers.count
            && zip(headers, other.headers).allSatisfy { $0 == $1 }
    }
}

extension HTTPHeaders {
    fileprivate var isShort: Bool {
        reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count } <= RequestHeadReader.longestKept
    }
}
