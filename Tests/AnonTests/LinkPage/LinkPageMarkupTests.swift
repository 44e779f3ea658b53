import FoundationEssentials
import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP
import Testing

@testable import Anon

@Suite("Link page: markup")
struct LinkPageMarkupTests {
    /// A page of each template.
    private static func pages() async throws -> [LinkPageVisitor] {
        var pages: [LinkPageVisitor] = []
        for steps in 0...2 {
            let visitor = await LinkPageVisitor()
            for _ in 0..<steps { await visitor.submit() }
            pages.append(visitor)
        }
        for user in ["ada", "user_locked", "user_mfa", "user_bad_password"] {
            let visitor = await LinkPageVisitor(AnonClient(), ["redirectUrl": nil], referrer: "https://a.example/")
            await visitor.signIn(user)
            pages.append(visitor)
        }
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        let closing = await LinkPageVisitor(client, ["app": "amazon"])
        await closing.submit()
        pages.append(closing)
        pages.append(await LinkPageVisitor(AnonClient(), ["app": "nope"]))
        return pages
    }

    @Test("every page says whose it is and how it is read, and loads nothing")
    func frame() async throws {
        for page in try await Self.pages() {
            for text in [
                "<!doctype html>", "<html lang=\"en\">", "<meta name=\"viewport\" content=\"width=device-width",
                "a local fake, not Anon.", "</html>",
            ] { #expect(page.text.contains(text), "\(page.heading): \(text)") }
            // What only a script shows is in a section of its own, which takes the place of the other one.
            let shown = page.text.replacing(#/(?s)<section [^>]*hidden>.*<\/section>/#, with: "")
            #expect(shown.matches(of: #/<h1>/#).count == 1, "\(page.heading)")
            #expect(page.text.matches(of: #/<main>/#).count == 1)
            #expect(!page.text.contains("src=") && !page.text.contains("<link") && !page.text.contains("{{"))
            #expect(page.text.contains("<title>") && !page.text.contains("<title> –"))
        }
    }

    @Test("headers keep the token here and let nothing else run")
    func headers() async throws {
        for page in try await Self.pages() {
            let policy = page.page.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("img-src"))
            #expect(page.page.header("Referrer-Policy") == "no-referrer")
            #expect(page.page.header("X-Content-Type-Options") == "nosniff")
            #expect(page.page.header("Cache-Control") == "no-store")
        }
    }

    @Test("every field has its label, and one thing has the focus")
    func labels() async throws {
        for page in try await Self.pages() {
            let labelled = Set(page.text.matches(of: #/<label for="(.*?)"/#).map { String($0.1) })
            let fields = page.text.matches(of: #/<input (?!type="hidden")[^>]*?id="(.*?)"/#).map { String($0.1) }
            #expect(labelled == Set(fields), "\(page.heading)")
            #expect(page.text.matches(of: #/ autofocus/#).count <= 1)
        }
    }

    @Test("the magic names are on the pages that ask for one, each once")
    func magicNames() async {
        let visitor = await LinkPageVisitor()
        await visitor.goToSignIn()
        for user in MagicUser.allCases {
            let name = "<code>\(user.rawValue)</code>"
            #expect(visitor.text.split(separator: name, omittingEmptySubsequences: false).count == 2, "\(name)")
        }
    }

    static let nasty = #"<script>alert(1)</script>"><img src=x onerror='alert(1)'>"#

    @Test(
        "whatever a link says stays text, on every step",
        arguments: [
            "company", "chromeExtensionId", "displayName", "state", "linkId", "environment", "clientId",
            "appUserIdToken",
            "app", "redirectUrl", "companyLogo", "iconUrl", "authUrl",
        ])
    func escaping(parameter: String) async {
        let client = AnonClient()
        let visitor = await LinkPageVisitor(client, [parameter: Self.nasty])
        for step in 0...4 {
            #expect(!visitor.text.contains("<script>") && !visitor.text.contains("<img src=x"), "step \(step)")
            #expect(!visitor.text.contains(#"""><"#), "step \(step)")
            await visitor.submit(step < 2 ? [:] : ["userName": Self.nasty, "password": step < 3 ? "" : "x"])
        }
    }

    @Test("who signs in, and for whom, stays text")
    func names() async {
        let visitor = await LinkPageVisitor(AnonClient(), user: Self.nasty)
        await visitor.goToSignIn()
        await visitor.submit(["userName": Self.nasty, "password": ""])
        #expect(visitor.status == 422 && visitor.text.contains("value=\"&lt;script&gt;"))
        await visitor.submit(["userName": "ada", "password": "x", "opener": Self.nasty])
        #expect(visitor.heading.hasPrefix("Success") && visitor.text.contains("<code>&lt;script&gt;"))
        #expect(!visitor.text.contains("<script>") && !visitor.text.contains("<img src=x"))
    }

    @Test("a made-up Host does not widen the policy")
    func host() async {
        let client = AnonClient()
        client.authority = "a.example; script-src *"
        let visitor = await LinkPageVisitor(client)
        #expect(visitor.page.header("Content-Security-Policy")?.contains("*") == false)
    }
}
