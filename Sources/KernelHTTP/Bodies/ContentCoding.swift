/// A coding of request bodies that is undone before anybody looks at them (RFC 9110, 8.4.1).
public enum ContentCoding: String, Sendable, Hashable, CustomStringConvertible {
    /// gzip (RFC 1952), of one member.
    case gzip
    /// zlib (RFC 1950).
    case deflate

    /// As `Content-Encoding` has it.
    public var description: String { rawValue }

    /// The most codings that one body may have on top of each other. Ours.
    public static let limit = 3

    /// What `Accept-Encoding` says in an answer (RFC 9110, 12.5.3).
    public static let accepted = "gzip, deflate"

    /// The codings that a `Content-Encoding` names, in the order in which they are to be undone. `identity` is none.
    public static func undoing(_ header: String) throws(UnknownContentCoding) -> [ContentCoding] {
        var codings: [ContentCoding] = []
        for word in header.split(separator: ",") {
            let name = word.trimmed.lowercased()
            switch name {
            case "", "identity": break
            case "gzip", "x-gzip": codings.append(.gzip)
            case "deflate": codings.append(.deflate)
            default:
                throw UnknownContentCoding(detail: "Drydock cannot undo the content coding \"\(name.prefix(40))\".")
            }
        }
        guard codings.count <= limit else {
            throw UnknownContentCoding(
                detail: "The body has \(codings.count) content codings on top of each other, of at most \(limit).")
        }
        return codings.reversed()
    }
}

/// A body is coded in a way that cannot be undone here.
public struct UnknownContentCoding: Error, Equatable {
    /// What is wrong, as a sentence.
    public let detail: String

    /// A problem in these words.
    public init(detail: String) {
        self.detail = detail
    }
}

extension Substring {
    /// Without the spaces and tabs around it.
    fileprivate var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
