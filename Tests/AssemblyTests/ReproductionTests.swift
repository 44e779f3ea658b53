import DrydockTesting
import Kernel
import Testing

@Suite("FAQ: failures shown by the server", .timeLimit(.minutes(2)))
struct ReproductionTests {
    /// Those whose commands are for a terminal.
    private static let forTerminals: Set<String> = ["unexpected-token-export"]

    private func entries(_ drydock: RunningDrydock) async throws -> [JSONValue] {
        try #require(try await drydock.get("/_drydock/faq")["entries"]?.array)
    }

    @Test("every documented failure is shown as it is documented, for one of its reasons, and the fix mends it")
    func all() async throws {
        try await withDrydock { drydock in
            var shown = 0
            for entry in try await entries(drydock) {
                let id = try #require(entry[path: "id"]?.string)
                let isFailure = entry[path: "recipe"]?.string?.contains("# Fails:") == true
                let failure = try await drydock.post("/_drydock/faq/\(id)/reproduce")
                let fix = try await drydock.post("/_drydock/faq/\(id)/fix")
                guard !Self.forTerminals.contains(id) else {
                    #expect(failure.status == 422 && fix.status == 422, "\(id)")
                    #expect(fix["error.reason"] == "recipe.notRunnable")
                    continue
                }
                #expect(fix.status == 200, "\(id): \(fix.text)")
                #expect(fix["mended"] == true, "\(id): \(fix.text)")
                guard isFailure else {
                    #expect(failure.status == 422 && fix["shown"] == .null, "\(id)")
                    continue
                }
                for answer in [failure, fix] {
                    #expect(answer["shown"] == true, "\(id): \(answer.text)")
                    #expect(answer["world"]?.string == "faq-\(id)")
                    try expectReasons(of: entry, in: answer)
                }
                #expect(failure["mended"] == .null)
                shown += 1
            }
            #expect(shown > 40)
            let worlds = try await drydock.get("/_drydock/worlds")["worlds"]?.array
            #expect(
                worlds?.allSatisfy { ($0[path: "name"]?.string ?? "").hasPrefix("faq-") || $0[path: "requests"] == 0 }
                    == true, "none but their own worlds is touched")
        }
    }

    /// What is refused in the failing part is refused for a reason that the entry names.
    private func expectReasons(of entry: JSONValue, in answer: Answer) throws {
        let named = Set(entry[path: "reasons"]?.array?.compactMap(\.string) ?? [])
        let exchanges = try #require(answer["exchanges"]?.array)
        let given = exchanges.filter { $0[path: "part"] == "fails" }.compactMap { $0[path: "reason.code"]?.string }
        #expect(Set(given).isSubset(of: named), "\(answer.text)")
    }

    @Test("what is shown is a real exchange, in a world that begins anew each time")
    func journal() async throws {
        try await withDrydock { drydock in
            for _ in 1...2 {
                let answer = try await drydock.post("/_drydock/faq/session-captcha-needs-proxy/reproduce")
                let number = try #require(answer["exchanges.0.request"])
                #expect(number == 1)
                let entry = try await drydock.get("/_drydock/requests/1?world=faq-session-captcha-needs-proxy")
                #expect(entry["operation"] == "anchor.createSession")
                #expect(entry["reason.code"] == "session.captchaNeedsProxy")
                #expect(entry["response.status"] == answer["exchanges.0.status"])
            }
        }
    }

    @Test("a person gets a page with the failing answer, then with the good one")
    func page() async throws {
        try await withDrydock { drydock in
            let html = ["accept": "text/html"]
            let path = "/_drydock/faq/invalid-api-key"
            let before = try await drydock.send("GET", path, headers: html).text
            #expect(before.contains("Reproduce it</button>") && !before.contains("class=\"call\""))
            let failing = try await drydock.send("POST", "\(path)/reproduce?world=shop", headers: html)
            #expect(failing.status == 200 && failing.text.contains("It fails</span>"))
            #expect(failing.text.contains("<span class=\"status client\">401</span>"))
            #expect(failing.text.contains("/_drydock?world=faq-invalid-api-key"))
            #expect(failing.text.contains("data-world=\"shop\""), "the page stays where it was opened from")
            let mended = try await drydock.send("POST", "\(path)/fix", headers: html).text
            #expect(mended.contains("It works now</span>") && mended.contains("<span class=\"status fine\">200</span>"))
            let refused = try await drydock.send("POST", "/_drydock/faq/unexpected-token-export/fix", headers: html)
            #expect(refused.status == 422 && refused.text.contains("role=\"alert\""))
        }
    }

    @Test("a page from elsewhere cannot have a failure shown")
    func guarded() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send(
                "POST", "/_drydock/faq/invalid-api-key/reproduce", headers: ["Origin": "https://evil.example"])
            #expect(answer.status == 403)
            #expect(try await drydock.get("/_drydock/worlds").text.contains("faq-") == false)
        }
    }

    @Test("an entry that is not there is refused", arguments: ["no-such-entry", "jwt.noKid"])
    func unknown(id: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.post("/_drydock/faq/\(id)/reproduce")
            #expect(answer.status == 404 && answer["error.reason"] == "reason.unknown")
        }
    }

    @Test("the address of the key set may name a world that there is, and begins none")
    func keySetOfWorld() async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anon.getKeySet","effect":{"reply":{"status":200,"body":"ruled"}}}"#
            _ = try await drydock.post("/_drydock/rules?world=shop", rule)
            let inside = try await drydock.get("/.well-known/jwks.json?world=shop", key: "")
            #expect(inside.text.contains("ruled"))
            let outside = try await drydock.get("/.well-known/jwks.json?world=nowhere", key: "")
            #expect(outside["keys"]?.array?.isEmpty == false)
            let worlds = try await drydock.get("/_drydock/worlds").text
            #expect(worlds.contains("shop") && !worlds.contains("nowhere"))
        }
    }
}
