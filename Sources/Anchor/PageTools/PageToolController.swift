import Browsers
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Page tools: what is on a page, how it looks, how it prints (anchor.md 10 and 12.8).
extension Endpoint {
    static let fetchWebpage = Endpoint(
        "anchor.fetchWebpage", .post, "/v1/tools/fetch-webpage", "Read a page's content",
        choice: """
            `format` is html by default. With a session that a browser runs behind, its page is read; `new_page` opens a \
            tab that stays open. Otherwise the page is what `anchor.pages` scripts for the address, else a canned one that \
            says so (policy `pageTools`). `wait` is in milliseconds, 20,000 at most. After 20 seconds: with \
            `return_partial_on_timeout` what there is, else 500. An unknown or ended session answers 400.
            """)
    static let takeScreenshot = Endpoint(
        "anchor.takeScreenshot", .post, "/v1/tools/screenshot", "Take a picture of a page",
        choice: """
            PNG always, so that `image_quality` changes nothing. 4096 × 2304 at most, 1440 × 900 by default, or the \
            session's viewport. Without a browser a picture says what it is and what is scripted. Nothing is put to \
            `s3_target_address`. An unknown or ended session answers 400.
            """)
    static let printPage = Endpoint(
        "anchor.printPage", .post, "/v1/tools/page-pdf", "Print a page as PDF",
        choice: """
            `url` is needed only without `sessionId`. Without a browser the PDF has one page of the right size that says \
            what it is, with the text of what is scripted. Paper is 200 inches at most.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/tools/fetch-webpage` | 200 `text/plain` |
/// | `POST /v1/tools/screenshot` | 200 `image/png` |
/// | `POST /v1/tools/page-pdf` | 200 `application/pdf`, errors `{error}` |
enum PageToolController {
    static let routes: [Route<AnchorStore>] = [
        // Reading, drawing and printing take some milliseconds.
        Route(.fetchWebpage, workload: .long, admit: AnchorAccess.apiKey, waiting: fetch),
        Route(.unlockWebpage, admit: AnchorAccess.apiKey, waiting: WebUnlocker.unlock),
        Route(.takeScreenshot, workload: .long, admit: AnchorAccess.apiKey, waiting: takePicture),
        Route(.printPage, workload: .long, admit: AnchorAccess.apiKey, waiting: print),
        Route(.executeCode, admit: AnchorAccess.apiKey, waiting: CodeExecution.execute),
        Route(.extractToolParameters, admit: AnchorAccess.apiKey, waiting: ParameterExtraction.extract),
    ]

    /// How long `fetch-webpage` takes at most (anchor.md 12.8).
    private static let longestFetch = TimeSpan.seconds(20)
    /// How long the others take at most (ours).
    private static let longestVisit = TimeSpan.seconds(30)

    private static func fetch(_ call: AnchorCall) async throws -> Reply {
        let session = call.queryFields.id("sessionId")
        let body = try FetchWebpageBody(call.members(), hasSession: session != nil)
        let page: ToolPage
        if let session, let browser = try await screen(of: session, call) as? BrowserScreen {
            let visit = body.visit.visit(within: longestFetch)
            let (text, isPartial) = try await browser.act { try await browser.browser.source(visit) }
            page = ToolPage(
                url: visit.url ?? "the page", status: 200, contentType: "text/html", bytes: Array(text.utf8),
                isPartial: isPartial)
        } else {
            page = try await load(body.visit, session, within: longestFetch, call)
        }
        if page.isPartial, !body.takesPartial {
            throw AnchorProblem.pageTookTooLong(page.url, longestFetch, .internalServerError)
        }
        let text = body.format == .markdown && page.isHTML ? PageText.markdown(ofHTML: page.text) : page.text
        var reply = Reply.text(.ok, text)
        reply.reason = page.reason
        return reply
    }

    private static func takePicture(_ call: AnchorCall) async throws -> Reply {
        let session = call.queryFields.id("sessionId")
        let body = try ToolScreenshotBody(call.members(), hasSession: session != nil)
        if let session, let browser = try await screen(of: session, call) as? BrowserScreen {
            let visit = body.visit.visit(within: longestVisit)
            let taken = try await browser.act { try await browser.browser.picture(visit, body.exposure) }
            call.store.update { $0.countScreenshot(of: session) }
            return picture(taken)
        }
        let page = try await load(body.visit, session, within: longestVisit, call)
        let viewport = call.store.read { state in
            session.flatMap { state.sessions[$0]?.configuration.browser.viewport } ?? BrowserOptions().viewport
        }
        let drawn = PagePicture(
            of: page, width: body.exposure.width ?? viewport.width, height: body.exposure.height ?? viewport.height)
        if let session { call.store.update { $0.countScreenshot(of: session) } }
        return picture(drawn.png, because: page.reason)
    }

    private static func picture(_ bytes: [UInt8], because reason: Reason? = nil) -> Reply {
        Reply(.ok, headers: [.contentType: "image/png"], body: ByteBuffer(bytes: bytes), reason: reason)
    }

    private static func print(_ call: AnchorCall) async throws -> Reply {
        let session = call.queryFields.id("sessionId")
        let body = try PagePDFBody(call.members(), hasSession: session != nil)
        let headers: HTTPFields = [.contentType: "application/pdf"]
        if let session, let browser = try await call.screen(of: session) as? BrowserScreen {
            let visit = body.visit.visit(within: longestVisit)
            let bytes = try await browser.act { try await browser.browser.print(visit, body.options) }
            return Reply(.ok, headers: headers, body: ByteBuffer(bytes: bytes))
        }
        let page = try await load(body.visit, session, within: longestVisit, call)
        let document = PDFDocument(
            title: "Printed by Drydock, without a browser",
            text: "No browser printed this page.\n\(page.url)\n\n\(PageText.plain(page))", width: body.width,
            height: body.height)
        return Reply(.ok, headers: headers, body: ByteBuffer(bytes: document.bytes), reason: page.reason)
    }

    /// The body of what `page-pdf` refuses: its 400 has details, too (anchor.md 1.1).
    static func envelope(of problem: AnchorProblem) -> AnchorEnvelope {
        guard problem.status == .badRequest else { return problem.status.code == 507 ? .standard : .text }
        return .described(["error": .string(problem.message), "details": [.string(problem.reason.detail)]])
    }

    /// The screen of a session. The vendor documents no 404 for these tools: what is not there is a bad request (ours; Choices.md).
    private static func screen(of session: String, _ call: AnchorCall) async throws -> any SessionScreen {
        do {
            return try await call.screen(of: session)
        } catch let problem as AnchorProblem where problem.status == .notFound {
            throw AnchorProblem.invalid(problem.message, because: problem.reason)
        }
    }

    /// What is at the address, or on the session's page, where no browser shows it. The session goes there.
    private static func load(
        _ visit: ToolVisit, _ session: String?, within limit: TimeSpan, _ call: AnchorCall
    ) async throws -> ToolPage {
        var url = visit.url
        if let session {
            if let index = visit.index, index > 0 { throw AnchorProblem.unknownPageIndex(index, of: 1) }
            url = try call.store.update { (state) throws(AnchorProblem) in
                if let url { try state.perform(.open(url), onPageOf: session) }
                return state.sessions[session]?.pageModel.url
            }
        }
        return try await call.load(url ?? "about:blank", waiting: visit.wait, within: limit) { url in
            AnchorProblem.hostUnresolved(url, .internalServerError)
        }
    }
}

extension ToolPage {
    /// What is worth a word beside the answer.
    var reason: Reason? {
        isCanned
            ? Reason(
                ToolReason.pageCanned,
                "Nothing is scripted for \(url.prefix(200)), and no browser was there to show it.")
            : nil
    }
}
