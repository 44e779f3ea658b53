import DrydockTesting
import Kernel
import Testing

@Suite("Rules on a running server")
struct RuleTests {
    private static let rules = "/_drydock/rules?world=w"

    @Test("a problem is answered in the vendor's envelope, as often as the rule says")
    func problem() async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anchor.createSession","times":1,"effect":{"problem":"outOfCredits"}}"#
            #expect(try await drydock.post(Self.rules, rule).status == 201)
            let first = try await drydock.post("/v1/sessions", key: "sk@w")
            #expect(first.status == 402 && first["error.code"] == 402)
            #expect(try await drydock.post("/v1/sessions", key: "sk@w").status == 200)
            #expect(try await drydock.get(Self.rules)["rules.0.matched"] == 1)
        }
    }

    @Test("a reply by hand goes out as it is")
    func reply() async throws {
        try await withDrydock { drydock in
            let rule = """
                {"on":"anchor.list*","when":{"header":{"X-Test":{"matches":"^y"}}},
                 "effect":{"reply":{"status":500,"reason":"Internal Server","headers":{"X-By":"hand"},"body":{"a":[1]}}}}
                """
            _ = try await drydock.post(Self.rules, rule)
            let hit = try await drydock.send("GET", "/v1/applications", key: "sk@w", headers: ["X-Test": "yes"])
            #expect(hit.status == 500)
            #expect(hit.header("X-By") == "hand" && hit.text == #"{"a":[1]}"#)
            #expect(try await drydock.get("/v1/applications", key: "sk@w").status == 200)
        }
    }

    @Test("a delay is over when the world's clock says so")
    func delay() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post(Self.rules, #"{"on":"anchor.listApplications","effect":{"delay":"5m"}}"#)
            async let delayed = drydock.get("/v1/applications", key: "sk@w")
            while try await drydock.get("/_drydock/clock?world=w")["pending"]?.array?.isEmpty != false {}
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"5m"}"#)
            #expect(try await delayed.status == 200)
        }
    }

    @Test("a rule acts once under 100 parallel requests when it says so")
    func race() async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anchor.listApplications","times":1,"effect":{"problem":"internalError"}}"#
            _ = try await drydock.post(Self.rules, rule)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try await drydock.get("/v1/applications", key: "sk@w").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 500 }.count == 1)
            #expect(statuses.filter { $0 == 200 }.count == 99)
        }
    }

    @Test(
        "a rule that could never act is refused",
        arguments: [
            #"{"on":"anchor.createSesion","effect":{"problem":"outOfCredits"}}"#,
            #"{"on":"anchor.createSession","effect":{"problem":"outOfCredit"}}"#,
            #"{"on":"anchor.createSession","effect":{}}"#,
            #"{"on":"anchor.createSession","efect":{"problem":"outOfCredits"}}"#,
            #"{"on":"anchor.createSession","effect":{"delay":"soon"}}"#,
        ])
    func refused(rule: String) async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.post(Self.rules, rule)
            #expect((400..<500).contains(answer.status))
            #expect(try await drydock.get(Self.rules)["rules"]?.array?.isEmpty == true)
        }
    }
}
