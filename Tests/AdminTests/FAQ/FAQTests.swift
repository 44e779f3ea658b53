import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("FAQ: what is asked of it")
struct FAQTests {
    private let control = ControlPlane()

    @Test("a program gets entries and reasons")
    func list() async throws {
        let reply = try await control.send(.get, "/faq")
        #expect(reply.status == .ok)
        let entries = try #require(reply["entries"]?.array)
        let reasons = try #require(reply["reasons"]?.array)
        #expect(entries.count > 40)
        #expect(entries.first?[path: "id"] == "user-pool-unauthorized")
        #expect(reasons.contains { $0[path: "reason"] == "jwt.noKid" })
    }

    @Test("an entry has symptom, cause, fix, scenario, commands and reasons")
    func entry() async throws {
        let reply = try await control.send(.get, "/faq/cors-as-explained")
        #expect(reply.status == .ok)
        #expect(reply["id"] == "cors-as-explained")
        #expect(reply["vendor"] == "anon")
        #expect(reply["scenario"] == "faq/cors-as-explained")
        #expect(reply["reasons"] == ["cors.preflightRefused"])
        #expect(reply["symptom"]?.string?.hasPrefix("Response to preflight request") == true)
        #expect(reply["recipe"]?.string?.contains("# Fails:\ncurl -si -X OPTIONS") == true)
        let withoutScenario = try await control.send(.get, "/faq/user-pool-unauthorized")
        #expect(withoutScenario["scenario"] == .null)
    }

    @Test("a reason is found by its code")
    func reason() async throws {
        let reply = try await control.send(.get, "/faq/jwt.noKid")
        #expect(reply["reason"] == "jwt.noKid")
        #expect(reply["fix"]?.string?.isEmpty == false)
    }

    @Test(
        "what is neither entry nor reason is refused with the nearest of both",
        arguments: [
            ("user-pool-unautorized", "user-pool-unauthorized"), ("jwt.nokid", "jwt.noKid"),
            ("clock.backward", "clock.backwards"),
        ])
    func unknown(id: String, meant: String) async throws {
        let reply = try await control.send(.get, "/faq/\(id)")
        #expect(reply.status == .notFound)
        #expect(reply["error.reason"] == "reason.unknown")
        #expect(reply["error.message"]?.string?.hasSuffix("did you mean \(meant)?") == true)
        let far = try await control.send(.get, "/faq/zzzzzzzzzzzz")
        #expect(far["error.message"] == "There is no FAQ entry and no reason zzzzzzzzzzzz")
    }

    @Test("a person gets a list grouped by vendor, then the reasons, and every link leads on")
    func pages() async throws {
        let page = try await control.send(.get, "/faq?world=shop", headers: [.accept: "text/html"]).text
        let places = try [
            "faq-anon", "link-service-client", "faq-anchor", "invalid-api-key", "faq-reasons", "clock.backwards",
        ].map {
            try #require(page.firstRange(of: $0 == "faq-anon" ? "id=\"faq-anon\"" : $0)?.lowerBound)
        }
        #expect(places == places.sorted())
        #expect(page.contains("&quot;error&quot;: &quot;Upstream error&quot;"))
        let paths = Set(page.matches(of: #/href="\/_drydock\/faq([^"]*)"/#).map { String($0.1) })
        #expect(paths.count > 200)
        for path in paths.sorted() {
            let reply = try await control.send(.get, "/faq\(path)", headers: [.accept: "text/html"])
            #expect(reply.status == .ok, "\(path)")
            #expect(path.hasSuffix("?world=shop"), "\(path)")
        }
    }

    @Test(
        "a search finds what has all of its words, whatever their case",
        arguments: [
            ("upstream ERROR", ["user-pool-upstream-error"], 1), ("clock.backwards", [], 1), ("zzz", [], 0),
            ("captcha proxy", ["session-captcha-needs-proxy"], 1), ("access-control-allow-origin kid", nil, nil),
        ])
    func search(words: String, entries: [String]?, reasons: Int?) async throws {
        let query = PercentCoding.encode(words)
        let found = try await control.send(.get, "/faq?q=\(query)")
        let ids = found["entries"]?.array?.compactMap { $0[path: "id"]?.string } ?? []
        if let entries { #expect(ids == entries) } else { #expect(ids.count > 1 && ids.count < 10) }
        if let reasons { #expect(found["reasons"]?.array?.count == reasons) }
        let page = try await control.send(.get, "/faq?q=\(query)", headers: [.accept: "text/html"]).text
        #expect(page.contains("value=\"\(words)\""))
        for id in ids { #expect(page.contains("/_drydock/faq/\(id)?world=default")) }
        #expect(page.contains("Nothing has all of these words") == (words == "zzz"))
    }

    @Test(
        "a search without words is none, and what is searched for is shown as text",
        arguments: ["", "%20", "%3Cscript%3E%22"])
    func emptySearch(query: String) async throws {
        let all = try await control.send(.get, "/faq")["entries"]?.array?.count
        let found = try await control.send(.get, "/faq?q=\(query)")["entries"]?.array?.count
        #expect(found == (query.contains("script") ? 0 : all))
        let page = try await control.send(.get, "/faq?q=\(query)", headers: [.accept: "text/html"]).text
        #expect(!page.contains("<script>\""))
    }

    @Test("an entry's page links its reasons, and a reason's page the entries that name it")
    func links() async throws {
        let entry = try await control.send(.get, "/faq/link-service-client", headers: [.accept: "text/html"]).text
        #expect(entry.contains(#"<a href="/_drydock/faq/client.isService?world=default">"#))
        #expect(entry.contains("<pre><code># Before:\nservice=$(curl"))
        let reason = try await control.send(.get, "/faq/client.isService", headers: [.accept: "text/html"]).text
        #expect(reason.contains(#"<a href="/_drydock/faq/link-service-client?world=default">"#))
        #expect(reason.contains(#"<a href="/_drydock/faq/service-client-in-template?world=default">"#))
    }

    @Test("a reason's page leads to the exchanges of the world that had it, and begins no world")
    func uses() async throws {
        let path = "/faq/path.unknown"
        let none = try await control.send(.get, path, headers: [.accept: "text/html"]).text
        #expect(none.contains("No exchange has had it yet;"))
        for number in 1...2 { control.world.journal.append(.made(number, status: 404, reason: "path.unknown")) }
        let two = try await control.send(.get, path, headers: [.accept: "text/html"]).text
        #expect(
            two.contains(#"<a href="/_drydock?world=default&amp;reason=path.unknown">2 exchanges</a> have had it."#))
        _ = try await control.send(.get, "\(path)?world=elsewhere", headers: [.accept: "text/html"])
        #expect(control.worlds.worlds.count == 1)
    }

    @Test(
        "an entry's page has the buttons that fit it",
        arguments: [
            ("invalid-api-key", ["reproduce", "fix"]), ("own-identity-provider", ["fix"]),
            ("unexpected-token-export", []),
        ])
    func buttons(id: String, operations: [String]) async throws {
        let page = try await control.send(.get, "/faq/\(id)?world=shop", headers: [.accept: "text/html"]).text
        let forms = page.matches(of: #/method="post" action="([^"]*)"/#).map { String($0.1) }
        #expect(forms == operations.map { "/_drydock/faq/\(id)/\($0)?world=shop#shown" })
        #expect(page.contains("for a terminal") == operations.isEmpty)
    }

    @Test("a terminal gets one line for each entry, grouped by vendor")
    func lines() throws {
        let groups = FAQText(.shipped).list.split(separator: "\n\n").map { $0.split(separator: "\n") }
        #expect(groups.map(\.first) == ["anon", "anchor"])
        let line = try #require(groups.first?.first { $0.contains("user-pool-upstream-error") })
        #expect(line.hasPrefix("  user-pool-upstream-error "))
        #expect(line.hasSuffix(#" – "error": "Upstream error""#))
        #expect(groups.last?.contains { $0.contains("session-rate-limited") } == true)
    }

    @Test("a terminal gets an entry whole, or a reason")
    func text() throws {
        let entry = try #require(FAQText(.shipped).entry("unexpected-token-export"))
        for part in [
            "Symptom:   SyntaxError: Unexpected token 'export'", "Cause:     No HTTP is involved", "Scenario:  default",
            "Fixtures/faq/unexpected-token-export/reproduce broken",
        ] {
            #expect(entry.contains(part))
        }
        #expect(!entry.contains("Reasons:"))
        let reason = try #require(FAQText(.shipped).entry("user.notLinked"))
        #expect(reason.hasPrefix("user.notLinked\n\nSymptom:   404"))
        #expect(reason.contains("FAQ:       user-not-linked"))
        #expect(FAQText(.shipped).entry("nothing") == nil)
    }
}
