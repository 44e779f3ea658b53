import Crypto
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct LiveViewTests {
    private let client = AnchorClient()

    @Test("the page says what is known of the session, without a key")
    func running() async {
        let identity = await client.identity(#","name":"Ada & <Co>""#)
        let id = await client.session(
            #"{"identities":[{"id":"\#(identity)"}],"session":{"tags":["one","<b>"],"initial_url":"https://a.example/"}}"#
        )
        client.key = nil
        let page = await client.get("/?sessionId=\(id)")
        #expect(page.status == 200)
        #expect(page.reply.headers[.contentType] == "text/html; charset=utf-8")
        for text in [
            "This is Drydock, a local fake – not Anchor Browser", "<h1>Session running</h1>", id,
            "2026-01-01T00:00:00.000Z", "2026-01-01T00:05:00.000Z", "Ada &amp; &lt;Co&gt; (validated)",
            "one, &lt;b&gt;",
            "https://a.example/", "1440 × 900", "<html lang=\"en\">", "<main>",
            "curl -X DELETE -H 'anchor-api-key: YOUR_KEY' 'http://127.0.0.1:4010/v1/sessions/\(id)'",
        ] { #expect(page.text.contains(text), "\(text)") }
        #expect(!page.text.contains("<b>") && !page.text.contains("<script"))
    }

    @Test("the page may show its own text in its own style, and nothing else", arguments: [true, false])
    func policy(isKnown: Bool) async throws {
        let page = await client.get("/?sessionId=\(isKnown ? await client.session() : "nothing")")
        let style = try #require(page.text.firstMatch(of: #/(?s)<style>(.*?)<\/style>/#)).1
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        #expect(
            page.reply.headers[.contentSecurityPolicy]
                == "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'")
        #expect(page.reply.headers[.xContentTypeOptions] == "nosniff")
    }

    @Test("the page of an ended session says so and when")
    func ended() async {
        let id = await client.session()
        client.advance(.seconds(10))
        _ = await client.delete("/v1/sessions/\(id)")
        let page = await client.get("/?sessionId=\(id)")
        #expect(page.text.contains("<h1>Session completed</h1>"))
        #expect(page.text.contains("<dt>Ended</dt>\n<dd>2026-01-01T00:00:10.000Z</dd>"))
        #expect(!page.text.contains("curl"))
    }

    @Test("looking is no activity")
    func idle() async {
        let id = await client.session()
        client.advance(.minutes(4))
        _ = await client.get("/?sessionId=\(id)")
        client.advance(.minutes(1))
        #expect(await client.status(of: id) == "completed")
    }

    @Test("an unknown session is a page that says what to do", arguments: ["?sessionId=%3Ci%3E", "?sessionId=", ""])
    func unknown(query: String) async {
        let page = await client.get("/\(query)")
        #expect(page.status == 404)
        #expect(page.reason == "session.unknown")
        #expect(page.text.contains("live_view_url") && page.text.contains("Drydock"))
        #expect(!page.text.contains("<i>"))
    }
}
