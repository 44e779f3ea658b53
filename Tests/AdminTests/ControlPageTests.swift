import Crypto
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: pages")
struct ControlPageTests {
    @Test("the dashboard shows worlds, clock, rules and requests, and escapes what comes from them")
    func dashboard() async throws {
        let control = ControlPlane(rules: [
            Rule(id: "<i>", on: "anchor.*", times: 2, effect: Effect(problem: "x"))
        ])
        control.world.journal.append(.made(1, path: "/<b>?apiKey=sk-secret", status: 404, reason: "path.unknown"))
        let page = try await control.send(.get, "")
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.text.contains("<code>2026-01-01T00:00:00.000Z</code>, frozen"))
        #expect(page.text.contains("GET /&lt;b&gt;?apiKey=***</code>"))
        #expect(page.text.contains(#"<a href="/_drydock/faq/path.unknown">path.unknown</a> in detail"#))
        #expect(page.text.contains("<code>&lt;i&gt;</code>"))
        #expect(page.text.contains("1 simulated,\n1 canned"))
        #expect(!page.text.contains("<b>") && !page.text.contains("<i>"))
    }

    @Test("the dashboard shows the newest fifty requests, newest first")
    func newest() async throws {
        let control = ControlPlane()
        for number in 1...60 { control.world.journal.append(.made(number)) }
        let text = try await control.send(.get, "/").text
        let shown = text.matches(of: #/requests/([0-9]+)\?/#).compactMap { Int($0.1) }
        #expect(shown == Array((11...60).reversed()))
    }

    @Test("every link of the dashboard leads to an operation")
    func links() async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, status: 404, reason: "path.unknown"))
        let text = try await control.send(.get, "/").text
        let paths = text.matches(of: #/href="\/_drydock([^"]*)"/#).map { String($0.1) }
        #expect(paths.count > 12)
        for path in paths {
            let reply = try await control.send(.get, path)
            #expect(reply.status == .ok, "\(path)")
        }
    }

    @Test("the policy allows the page's own style and nothing else")
    func policy() async throws {
        let page = try await ControlPlane().send(.get, "/")
        let style = try #require(page.text.firstMatch(of: #/<style>((?s).*)<\/style>/#)?.1)
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        let name = try #require(HTTPField.Name("Content-Security-Policy"))
        let policy = try #require(page.headers[name])
        #expect(policy.contains("default-src 'none'; style-src 'sha256-\(hash)'"))
        #expect(!policy.contains("unsafe"))
    }

    @Test("the policy allows the dashboard's own script, and none on other pages")
    func script() async throws {
        let page = try await ControlPlane().send(.get, "/")
        let script = try #require(page.text.firstMatch(of: #/<script>((?s).*)<\/script>/#)?.1)
        #expect(page.text.matches(of: #/<script/#).count == 1)
        let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
        let name = try #require(HTTPField.Name("Content-Security-Policy"))
        #expect(page.headers[name]?.contains("script-src 'sha256-\(hash)'; connect-src 'self';") == true)
        let other = try await ControlPlane().send(.get, "/faq/clock.backwards", headers: [.accept: "text/html"])
        #expect(!other.text.contains("<script"))
        #expect(other.headers[name]?.contains("script-src") == false)
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
}
