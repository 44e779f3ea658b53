package import HTTPTypes

extension HTTPResponse.Status {
    /// The status of this code with its usual reason phrase; without one where HTTP knows none.
    package static func standard(_ code: Int) -> HTTPResponse.Status {
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
