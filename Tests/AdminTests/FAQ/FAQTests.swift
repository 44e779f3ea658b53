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

    @Test("a person gets two tables, entries first, and every link leads on")
    func pages() async throws {
        let page = try await control.send(.get, "/faq", headers: [.accept: "text/html"]).text
        let entries = try #require(page.firstRange(of: "/_drydock/faq/user-pool-unauthorized"))
        let reasons = try #require(page.firstRange(of: "/_drydock/faq/clock.backwards"))
        #expect(page.matches(of: #/<table>/#).count == 2)
        #expect(entries.lowerBound < reasons.lowerBound)
        #expect(page.contains("&quot;error&quot;: &quot;Upstream error&quot;"))
        let paths = Set(page.matches(of: #/href="\/_drydock([^"]*)"/#).map { String($0.1) })
        #expect(paths.count > 90)
        for path in paths.sorted() {
            let reply = try await control.send(.get, path, headers: [.accept: "text/html"])
            #expect(reply.status == .ok, "\(path)")
            #expect(!reply.text.contains("<script"))
        }
    }

    @Test("an entry's page links its reasons, and a reason's page the entries that name it")
    func links() async throws {
        let entry = try await control.send(.get, "/faq/link-service-client", headers: [.accept: "text/html"]).text
        #expect(entry.contains(#"<a href="/_drydock/faq/client.isService">"#))
        #expect(entry.contains("<pre><code># Before:\nservice=$(curl"))
        let reason = try await control.send(.get, "/faq/client.isService", headers: [.accept: "text/html"]).text
        #expect(reason.contains(#"<a href="/_drydock/faq/link-service-client">"#))
        #expect(reason.contains(#"<a href="/_drydock/faq/service-client-in-template">"#))
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
