import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Journals as a server writes them when a client goes through the vendors' flows.
enum FlowJournal {
    static let application = "11111111-1111-4111-8111-111111111111"
    static let token = "idt_" + String(repeating: "0123456789abcdef", count: 4)
    static let identity = "22222222-2222-4222-8222-222222222222"
    static let session = "33333333-3333-4333-8333-333333333333"
    static let browser = "44444444-4444-4444-8444-444444444444"
    static let link = "55555555-5555-4555-8555-555555555555"
    static let linkQuery = "app=linkedin&appUserId=ada&linkId=\(link)"

    /// Application, token, page, success, callback, session.
    static let connect: [JournalEntry] = [
        .json(
            1, .post, "/v1/applications", "anchor.createApplication", sent: #"{"source":"https://example.com"}"#,
            status: 201, answered: #"{"id":"\#(application)","name":"example.com"}"#),
        createToken(2),
        .made(3, path: page, operation: "anchor.openIdentityCreatePage"),
        form(4, leadingTo: "\(page)&step=userName"),
        .made(5, path: "\(page)&step=userName", operation: "anchor.openIdentityCreatePage"),
        form(6, leadingTo: "\(page)&step=done&page=5"),
        .made(
            7, path: "\(page)&step=done&page=5", operation: "anchor.openIdentityCreatePage",
            responseBody: ByteBuffer(
                string: """
                    <p><a class="button" href="https://app.example/cb?identity_id=\(identity)&amp;status=success">Continue</a>
                    """)),
        createSession(8, sent: #"{"identities":[{"id":"\#(identity)"}]}"#),
    ]

    /// The address, the page, the way back, the status, a browser and what attaches to it.
    static let linked: [JournalEntry] = [
        .json(
            1, .get, "/link/url?app=linkedin&appUserId=ada&redirectUrl=https://app.example/back", "anon.createLinkUrl",
            answered: #"{"url":"http://link.localhost/?\#(linkQuery)"}"#),
        .made(2, path: "/link?\(linkQuery)", operation: "anon.openLink"),
        .made(
            3, .post, path: "/link?\(linkQuery)", operation: "anon.advanceLink", status: 303,
            responseHeaders: [.location: "https://app.example/back?type=success&status=success&state=x"]),
        .json(
            4, .get, "/account/api/v1/session/status?ownerId=ada&domain=linkedin", "anon.getSessionStatus",
            answered: #"{"status":"active"}"#),
        .json(
            5, .post, "/account/api/v1/cdpUrl", "anon.createCdpUrl", sent: #"{"apps":["linkedin"],"appUserId":"ada"}"#,
            answered:
                #"{"cdpUrl":"ws://localhost/cdp/\#(browser)","liveStreamingUrl":"http://localhost/live/\#(browser)"}"#
        ),
        .made(6, path: "/cdp/\(browser)", operation: "anon.attachBrowser", status: 101),
    ]

    /// A session that somebody attaches to, its end, and what a webhook is told of it.
    static let delivered: [JournalEntry] = [
        createSession(1),
        .made(2, path: "/?sessionId=\(session)&apiKey=sk-secret", operation: "anchor.attachSession", status: 101),
        .json(
            3, .delete, "/v1/sessions/\(session)", "anchor.endSession", answered: #"{"data":{"status":"success"}}"#),
        delivery(3),
    ]

    static let page = "/identity/create?token=\(token)"

    static func createToken(
        _ number: Int, of application: String = application, token: String = token, second: Int64 = 0
    ) -> JournalEntry {
        .json(
            number, .post, "/v1/applications/\(application)/tokens", "anchor.createIdentityToken",
            sent: #"{"callbackUrl":"https://app.example/cb"}"#, status: 201, answered: #"{"token":"\#(token)"}"#,
            second: second)
    }

    static func form(_ number: Int, leadingTo location: String) -> JournalEntry {
        .made(
            number, .post, path: page, operation: "anchor.submitIdentityCreatePage", status: 303,
            responseHeaders: [.location: location])
    }

    static func createSession(_ number: Int, id: String = session, sent: String = "{}") -> JournalEntry {
        .json(
            number, .post, "/v1/sessions", "anchor.createSession", sent: sent,
            answered: #"{"data":{"id":"\#(id)","cdp_url":"ws://localhost/?sessionId=\#(id)&apiKey=sk-secret"}}"#)
    }

    static func getSession(
        _ number: Int, id: String = session, state: String = "running", second: Int64 = 0
    ) -> JournalEntry {
        .json(
            number, .get, "/v1/sessions/\(id)", "anchor.getSession",
            answered: #"{"data":{"session_id":"\#(id)","status":"\#(state)","team_id":"\#(application)"}}"#,
            second: second)
    }

    static func delivery(
        _ number: Int, status: Int = 200, event: String = "session.completed", second: Int64 = 0
    ) -> JournalEntry {
        var headers: HTTPFields = [:]
        if let name = HTTPField.Name("Anchor-Event") { headers[name] = event }
        return .made(
            number, .post, path: "/hook", operation: "anchor.deliverWebhook", status: status,
            reason: status == 200 ? nil : "webhook.rejected", second: second, requestHeaders: headers,
            requestBody: ByteBuffer(
                string: #"{"id":"evt_0123456789abcdef","type":"\#(event)","data":{"session_id":"\#(session)"}}"#),
            direction: .outgoing)
    }
}

extension JournalEntry {
    /// An exchange with JSON on both sides.
    static func json(
        _ number: Int, _ method: HTTPRequest.Method, _ path: String, _ operation: String, sent: String = "",
        status: Int = 200, answered: String = "", reason: String? = nil, second: Int64 = 0
    ) -> JournalEntry {
        made(
            number, method, path: path, operation: operation, status: status, reason: reason, second: second,
            requestHeaders: [.contentType: "application/json"], requestBody: ByteBuffer(string: sent),
            responseHeaders: [.contentType: "application/json"], responseBody: ByteBuffer(string: answered))
    }
}
