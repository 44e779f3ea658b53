import Crypto
import FoundationEssentials
import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Hosted page: markup")
struct ConnectPageMarkupTests {
    /// A page of each template.
    private static func pages() async -> [ConnectPageVisitor] {
        var pages: [ConnectPageVisitor] = []
        for user in ["", "ada", "user_locked", "user_mfa", "user_bad_password"] {
            let visitor = await ConnectPageVisitor()
            if !user.isEmpty { await visitor.signIn(user) }
            pages.append(visitor)
        }
        pages.append(await ConnectPageVisitor(AnchorClient(), token: "nope"))
        return pages
    }

    @Test("every page says whose it is and how it is read, and loads nothing")
    func frame() async {
        for page in await Self.pages() {
            for text in [
                "<!doctype html>", "<html lang=\"en\">", "<meta name=\"viewport\" content=\"width=device-width",
                "not Anchor Browser", "</html>",
            ] { #expect(page.text.contains(text), "\(page.heading): \(text)") }
            #expect(page.text.matches(of: #/<h1>/#).count == 1)
            #expect(page.text.matches(of: #/<main>/#).count == 1)
            #expect(!page.text.contains("src=") && !page.text.contains("<link") && !page.text.contains("{{"))
        }
    }

    @Test("headers keep the token here, and let run what is in the page and nothing else")
    func headers() async {
        for page in await Self.pages() {
            let headers = page.page.reply.headers
            let policy = headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(headers[.cacheControl] == "no-store" && headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.referrerPolicy] == "no-referrer")
            for inline in page.text.matches(of: #/<(?:style|script)[^>]*>(?s)(.*?)<\/(?:style|script)>/#) {
                let hash = Data(SHA256.hash(data: Data(inline.1.utf8))).base64EncodedString()
                #expect(policy.contains("'sha256-\(hash)'"), "\(page.heading)")
            }
        }
    }

    @Test("every field has its label")
    func labels() async {
        for page in await Self.pages() {
            let labelled = Set(page.text.matches(of: #/<label for="(.*?)"/#).map { String($0.1) })
            let fields = page.text.matches(of: #/<input (?!type="hidden")[^>]*?id="(.*?)"/#).map { String($0.1) }
            #expect(labelled == Set(fields), "\(page.heading)")
        }
    }

    @Test("the success step tells an opener at the callback's origin, and nobody else")
    func popup() async throws {
        let client = AnchorClient()
        let token = await client.token(await client.application(), callback: "https://app.example.com:8443/a/b")
        let visitor = await ConnectPageVisitor(client, token: token)
        await visitor.signIn("ada")
        let identity = try #require(client.store.snapshot.identities.keys.first)
        #expect(
            visitor.text.contains(
                "<script data-identity-id=\"\(identity)\" data-target-origin=\"https://app.example.com:8443\">"))
    }

    @Test("only the success step has a script")
    func noScript() async {
        for page in await Self.pages() {
            #expect(page.text.contains("<script") == page.heading.hasPrefix("Success"), "\(page.heading)")
        }
    }

    @Test("the magic names are on the pages that ask for one, each once")
    func magicNames() async {
        let visitor = await ConnectPageVisitor()
        for _ in 1...2 {
            for user in MagicUser.allCases {
                let name = "<code>\(user.rawValue)</code>"
                #expect(visitor.text.split(separator: name, omittingEmptySubsequences: false).count == 2, "\(name)")
            }
            #expect(visitor.text.contains("123456"))
            await visitor.submit()
        }
    }

    @Test("whatever customers and users write stays text")
    func escaping() async {
        let nasty = #"<script>alert(1)</script>"><b 'x"#
        let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;b &#39;x"
        let client = AnchorClient()
        let json = #"\u003cscript>alert(1)</script>\"><b 'x"#
        let answer = await client.post(
            "/v1/applications", #"{"source":"https://shop.example.com","name":"\#(json)"}"#)
        _ = await client.post(
            "/v1/applications/\(answer.id)/auth-flows",
            #"{"name":"\#(json)","description":"\#(json)","methods":["custom"],"custom_fields":[{"name":"\#(json)"}],"is_recommended":true}"#
        )
        let visitor = await ConnectPageVisitor(
            client, token: await client.token(answer.id), query: "&userName=%3Cscript%3Ealert(1)%3C/script%3E")
        var seen: [String] = [visitor.text]
        await visitor.submit(["flow": ""])
        seen.append(visitor.text)
        await visitor.submit(["field-0": ""])
        seen.append(visitor.text)
        await visitor.submit(["field-0": nasty])
        seen.append(visitor.text)
        for text in seen {
            #expect(text.contains(escaped) && !text.contains("<script>") && !text.contains("<b "))
        }
        #expect(visitor.heading.hasPrefix("Success"))
    }

    @Test(
        "a callback with a query shows its reason beside the literal result",
        arguments: [
            (AnchorPolicies.CallbackAppend.literal, "callback.hasQuery" as String?, "cb?a=1?identity_id="),
            (.merge, nil, "cb?a=1&amp;identity_id="),
        ])
    func callbackWithQuery(policy: AnchorPolicies.CallbackAppend, reason: String?, link: String) async {
        let client = AnchorClient { $0.callbackAppend = policy }
        let token = await client.token(await client.application(), callback: "https://app.example.com/cb?a=1")
        let visitor = await ConnectPageVisitor(client, token: token)
        await visitor.signIn("ada")
        #expect(visitor.reason == reason)
        #expect(visitor.links.allSatisfy { $0.contains(link) } && visitor.links.count == 2)
        #expect(visitor.text.contains("has a query already") == (reason != nil))
    }
}
