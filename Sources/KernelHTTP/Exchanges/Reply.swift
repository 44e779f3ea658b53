public import HTTPTypes
public import Kernel
public import NIOCore

/// An answer on its way out.
public struct Reply: Sendable {
    /// Status and reason phrase; a phrase that is not the usual one goes out literally.
    public var status: HTTPResponse.Status
    /// The headers, without those that every answer has.
    public var headers: HTTPFields
    /// The whole body.
    public var body: ByteBuffer
    /// Why, where the answer is a refusal or otherwise worth a word.
    public var reason: Reason?
    /// What becomes of the connection instead of, or besides, sending this answer.
    public var connection: ConnectionEffect?
    /// Further pieces of the body, as they come; the answer has no end of its own before theirs.
    public var stream: AsyncStream<ByteBuffer>?
    /// The whole body in parts that are made as the client takes them, where it is too long to be kept for a slow one.
    public var parts: BodyParts?
    /// Where the connection leads from here on, where this is the good answer to a CONNECT.
    public var tunnel: NetworkAddress?
    /// Where the connection leads from here on, where this is the good answer to the offer of a WebSocket.
    public var attachment: Attachment?
    /// Who watches, where the stream is of a session.
    public var viewing: Viewing?

    /// An answer of these parts.
    public init(
        _ status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer(),
        reason: Reason? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.reason = reason
    }

    /// About how many bytes of the body are kept until the client has taken them.
    public var footprint: Int { parts?.largest ?? body.readableBytes }

    /// JSON.
    public static func json(
        _ status: HTTPResponse.Status = .ok, _ value: some JSONWritable, reason: Reason? = nil
    ) -> Reply {
        var writer = JSONWriter()
        value.write(to: &writer)
        var body = ByteBuffer()
        writer.withBytes { body.writeBytes($0) }
        return Reply(status, headers: jsonHeaders, body: body, reason: reason)
    }

    /// Made once: nearly every answer has them.
    private static let jsonHeaders: HTTPFields = [.contentType: "application/json; charset=utf-8"]

    /// A page for a person.
    public static func page(
        _ status: HTTPResponse.Status = .ok, _ html: String, reason: Reason? = nil
    ) -> Reply {
        Reply(
            status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ByteBuffer(string: html), reason: reason)
    }

    /// Plain text or another textual type.
    public static func text(
        _ status: HTTPResponse.Status = .ok, _ text: String, contentType: String = "text/plain; charset=utf-8"
    ) -> Reply {
        Reply(status, headers: [.contentType: contentType], body: ByteBuffer(string: text))
    }

    /// Sends the browser on with a GET.
    public static func seeOther(_ location: String, reason: Reason? = nil) -> Reply {
        Reply(.seeOther, headers: [.location: location, .cacheControl: "no-store"], reason: reason)
    }
}

/// `{success: true}`: the answer to some deletions at Anchor (anchor.md 9, row 10) and to sending a message at Anon (anon.md 5).
public struct SuccessReply: JSONWritable {
    /// There is only one.
    public init() {}

    /// The object.
    public func write(to json: inout JSONWriter) {
        json.object { $0.member("success", true) }
    }
}

extension HTTPResponse.Status {
    /// The status of this code with its usual reason phrase; without one where HTTP knows none.
    public static func standard(_ code: Int) -> HTTPResponse.Status {
        known[code] ?? HTTPResponse.Status(code: code)
    }

    private static let known: [Int: HTTPResponse.Status] = Dictionary(
        ([
            .ok, .created, .accepted, .nonAuthoritativeInformation, .noContent, .resetContent, .partialContent,
            .multipleChoices, .movedPermanently, .found, .seeOther, .notModified, .temporaryRedirect,
            .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .notAcceptable,
            .proxyAuthenticationRequired, .requestTimeout, .conflict, .gone, .lengthRequired, .preconditionFailed,
            .contentTooLarge, .uriTooLong, .unsupportedMediaType, .rangeNotSatisfiable, .expectationFailed,
            .misdirectedRequest, .unprocessableContent, .tooEarly, .upgradeRequired, .preconditionRequired,
            .tooManyRequests, .requestHeaderFieldsTooLarge, .unavailableForLegalReasons, .internalServerError,
            .notImplemented, .badGateway, .serviceUnavailable, .gatewayTimeout, .httpVersionNotSupported,
            .networkAuthenticationRequired,
            HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required"),
            HTTPResponse.Status(code: 423, reasonPhrase: "Locked"),
            HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency"),
            HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
        ] as [HTTPResponse.Status]).map { ($0.code, $0) },
        uniquingKeysWith: { first, _ in first })
}
