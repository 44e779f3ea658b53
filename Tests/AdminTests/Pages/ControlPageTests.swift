import Crypto
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: pages")
struct ControlPageTests {
    private static let paths = [
        "", "/world", "/requests/1", "/faq", "/faq/clock.backwards", "/flows", "/objects", "/docs",
    ]

    @Test("every link of the pages leads to an operation", arguments: paths)
    func links(path: String) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, status: 404, reason: "path.unknown"))
        let text = try await control.send(.get, path, headers: [.accept: "text/html"]).text
        let links = Set(text.matches(of: #/href="\/_drydock([^"#]*)"/#).map { String($0.1) })
        #expect(links.count > 5)
        for link in links.sorted().prefix(40) {
            let reply = try await control.send(
                .get, link.replacing("&amp;", with: "&"), headers: [.accept: "text/html"])
            #expect(reply.status == .ok, "\(link)")
        }
    }

    @Test("the policy allows the page's own style and script and nothing else", arguments: paths)
    func policy(path: String) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1))
        let page = try await control.send(.get, path, headers: [.accept: "text/html"])
        let style = try #require(page.text.firstMatch(of: #/<style>((?s).*)<\/style>/#)?.1)
        let script = try #require(page.text.firstMatch(of: #/<script>((?s).*)<\/script>/#)?.1)
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(
            policy == """
                default-src 'none'; style-src \(Self.source(style)); script-src \(Self.source(script)); \
                connect-src 'self'; frame-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                frame-ancestors 'none'
                """)
        #expect(page.text.matches(of: #/<script/#).count == 1)
        #expect(page.text.firstMatch(of: #/\son[a-z]+=|\sstyle=|javascript:/#) == nil, "nothing else would run")
    }

    private static func source(_ text: Substring) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }

    @Test("the place that a page belongs to is marked in the head of it, and all stay in its world")
    func tabs() async throws {
        let text = try await ControlPlane().send(.get, "/world?world=shop").text
        #expect(text.contains(#"<a href="/_drydock/world?world=shop" aria-current="page">World</a>"#))
        #expect(text.matches(of: #/aria-current="page"/#).count == 1)
        let head = try #require(text.firstMatch(of: #/<header class="top">((?s).*)<\/header>/#)?.1)
        #expect(head.matches(of: #/world=shop"/#).count == PageTab.allCases.count + 1)
        #expect(!head.contains("world=default"))
    }

    @Test(
        "a reason is explained as a page to a browser and as JSON to a program",
        arguments: [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true), ("*/*", false), ("", false),
            ("application/json, text/html;q=0.9", false), ("application/json;q=0.5, text/html", true),
            ("text/*", true), ("text/html;q=0", false),
        ])
    func negotiation(accept: String, isPage: Bool) async throws {
        for path in ["/faq", "/faq/clock.backwards"] {
            let reply = try await ControlPlane().send(.get, path, headers: accept.isEmpty ? [:] : [.accept: accept])
            #expect(reply.headers[.contentType]?.hasPrefix(isPage ? "text/html" : "application/json") == true)
            #expect(reply.text.contains("clock.backwards"))
        }
    }

    @Test("a text in markup is shown, not run, in elements and in attributes")
    func escaping() {
        let hostile = "<script>'\"&"
        let markup: Markup = "<a title=\"\(hostile)\">\(hostile) \(2) \(Markup.code(hostile))</a>"
        let shown = "&lt;script&gt;&#39;&quot;&amp;"
        #expect(markup.html == "<a title=\"\(shown)\">\(shown) 2 <code>\(shown)</code></a>")
    }
}
