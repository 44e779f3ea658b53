import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// The Web Unlocker: a page's body without a session (anchor.md 12.8).
extension Endpoint {
    static let unlockWebpage = Endpoint(
        "anchor.unlockWebpage", .post, "/v1/tools/fetch/webpage", "Read a page past its defences",
        choice: """
            No site is asked: the page is what `anchor.pages` scripts for the address, else a canned one that says so. A \
            host that ends in `.invalid`, and with `pageTools: {unscripted: unresolved}` every unscripted one, answers \
            422, as does a scripted page with an error status. Two minutes on the world's clock at most; partial content is \
            the first half. Without credits 402. The rate is not counted; 403 and 503 come by rules.
            """)
}

/// `POST /v1/tools/fetch/webpage`: 200 with the page's body, errors `{error}` but for 429.
enum WebUnlocker {
    /// How long it takes at most (anchor.md 12.8).
    private static let longest = TimeSpan.minutes(2)

    static func unlock(_ call: AnchorCall) async throws -> Reply {
        let fields = try call.members()
        let url: String = fields.reading == .lenient ? try fields.optional("url") ?? "" : try fields.required("url")
        let address = WebAddress(url)
        if address == nil, fields.reading == .strict {
            throw fields.complaint("url", "must be an http or https URL")
        }
        let takesPartial: Bool = try fields.object("options")?.optional("return_partial_on_timeout") ?? true
        try SessionAllowance.checkUnlocker(call, key: AnchorAccess.key(of: call))
        let page = try await call.load(address?.text ?? "about:blank", within: longest) { url in
            .hostUnresolved(url, .unprocessableContent)
        }
        if page.isPartial, !takesPartial { throw AnchorProblem.pageTookTooLong(page.url, longest, .gatewayTimeout) }
        if page.status >= 400 { throw AnchorProblem.targetRefused(page) }
        var headers: HTTPFields = [.contentType: page.contentType]
        if page.isFile {
            headers[.contentDisposition] = "attachment; filename*=UTF-8''\(PercentCoding.encode(page.fileName))"
        }
        return Reply(.ok, headers: headers, body: ByteBuffer(bytes: page.bytes), reason: page.reason)
    }
}

extension SessionAllowance {
    /// Throws 402 or 429 if the key may not read pages.
    fileprivate static func checkUnlocker(_ call: AnchorCall, key: Substring) throws(AnchorProblem) {
        if key.hasPrefix(rateLimitedPrefix) {
            throw .unlockerRateExceeded("Keys that start with \(rateLimitedPrefix) have always used up their rate.")
        }
        try check(call, key: key)
    }
}

extension ToolPage {
    /// Whether it is sent as an attachment: PDFs and whatever else is no text and no picture.
    fileprivate var isFile: Bool {
        guard mediaType.hasPrefix("application/") else { return false }
        let kind = mediaType.dropFirst("application/".count)
        return !["json", "xml", "javascript", "xhtml+xml"].contains(kind) && !kind.hasSuffix("+json")
            && !kind.hasSuffix("+xml")
    }

    /// The last word of the address.
    fileprivate var fileName: String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").dropFirst(2).last.map { PercentCoding.decode($0, plusIsSpace: false) }
        return UploadedFile.safeName(name ?? "download")
    }
}
