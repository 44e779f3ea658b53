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

    @Test(
        "a rule for one time acts once under 1,000 parallel requests, however it decides",
        arguments: [
            #"{"on":"anchor.listApplications","times":1,"effect":{"problem":"internalError"}}"#,
            #"{"on":"anchor.listApplications","times":1,"probability":0.5,"effect":{"problem":"internalError"}}"#,
            #"{"when":{"urlPath":{"matches":"^/v1/app"}},"state":{"is":"started","becomes":"over"},"effect":{"reply":{"status":500}}}"#,
        ])
    func race(rule: String) async throws {
        try await withDrydock { drydock in
            #expect(try await drydock.post(Self.rules, rule).status == 201)
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        var statuses: [Int] = []
                        for _ in 0..<20 {
                            statuses.append(try await drydock.get("/v1/applications", key: "sk@w").status)
                        }
                        return statuses
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.filter { $0 == 500 }.count == 1)
            #expect(statuses.filter { $0 == 200 }.count == 999)
            #expect(try await drydock.get(Self.rules)["rules.0.matched"] == 1)
        }
    }

    @Test("the same seed lets the same requests fail")
    func seeds() async throws {
        func failures(seed: UInt64) async throws -> [Bool] {
            try await withDrydock(seed: seed) { drydock in
                var failures: [Bool] = []
                let rule =
                    #"{"id":"r","on":"anchor.listApplications","probability":0.5,"effect":{"problem":"internalError"}}"#
                _ = try await drydock.post(Self.rules, rule)
                for _ in 0..<40 {
                    failures.append(try await drydock.get("/v1/applications", key: "sk@w").status == 500)
                }
                return failures
            }
        }
        let first = try await failures(seed: 1)
        #expect(try await failures(seed: 1) == first)
        #expect(try await failures(seed: 2) != first)
    }

    @Test("after handling, what the operation did stays, and the client sees the rule's answer")
    func afterHandling() async throws {
        try await withDrydock { drydock in
            let rule =
                #"{"id":"r","on":"anchor.createApplication","times":1,"effect":{"afterHandling":{"problem":"serviceUnavailable"}}}"#
            _ = try await drydock.post(Self.rules, rule)
            let body = #"{"source":"https://example.com"}"#
            let answer = try await drydock.post("/v1/applications", body, key: "sk@w")
            #expect(answer.status == 503 && answer["error.code"] == 503)
            #expect(answer.header("X-Drydock-Reason") == "rule.answerReplaced")
            let list = try await drydock.get("/v1/applications", key: "sk@w")
            #expect(list["applications"]?.array?.count == 1)
            let entry = try await drydock.get("/_drydock/requests?world=w")
            #expect(entry["requests.0.rule"] == "r")
            #expect(
                entry["requests.0.reason.detail"] == "The operation ran and answered 201; rule r replaced that.")
        }
    }

    @Test("without handling, nothing is done where the rule answers")
    func insteadOfHandling() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post(
                Self.rules, #"{"on":"anchor.createApplication","effect":{"problem":"serviceUnavailable"}}"#)
            let answer = try await drydock.post("/v1/applications", #"{"source":"https://example.com"}"#, key: "sk@w")
            #expect(answer.status == 503)
            #expect(try await drydock.get("/v1/applications", key: "sk@w")["applications"]?.array?.isEmpty == true)
        }
    }

    @Test("an answer that is held back is there when the world's clock says so, and its operation has run before")
    func heldBack() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post(
                Self.rules, #"{"on":"anchor.createApplication","effect":{"delay":"1m","afterHandling":{"delay":"2m"}}}"#
            )
            async let held = drydock.post("/v1/applications", #"{"source":"https://example.com"}"#, key: "sk@w")
            func pending() async throws -> Int {
                try await drydock.get("/_drydock/clock?world=w")["pending"]?.array?.count ?? 0
            }
            func applications() async throws -> Int {
                try await drydock.get("/v1/applications", key: "sk@w")["applications"]?.array?.count ?? 0
            }
            while try await pending() == 0 {}
            let before = try await applications()
            #expect(before == 0)
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"1m"}"#)
            while try await applications() == 0 {}
            while try await pending() == 0 {}
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"2m"}"#)
            let status = try await held.status
            #expect(status == 201)
        }
    }

    @Test("a rule without an operation answers for paths that nobody has, and leaves the control plane alone")
    func unrouted() async throws {
        try await withDrydock { drydock in
            let rule = #"{"id":"r","when":{"urlPath":"/v9/new"},"effect":{"reply":{"status":200,"body":{"is":"new"}}}}"#
            _ = try await drydock.post(Self.rules, rule)
            let answer = try await drydock.get("/v9/new?x=1", key: "sk@w")
            #expect(answer.status == 200 && answer["is"] == "new")
            #expect(try await drydock.get("/v9/old", key: "sk@w").status == 404)
            _ = try await drydock.post(Self.rules, #"{"id":"all","effect":{"problem":"serviceUnavailable"}}"#)
            #expect(try await drydock.get("/v9/old", key: "sk@w").status == 503)
            #expect(try await drydock.get("/_drydock/nothing").status == 404)
            #expect(try await drydock.get(Self.rules)["rules.0.matched"] == 1)
            let entry = try await drydock.get("/_drydock/requests?world=w")
            #expect(entry["requests.0.operation"] == JSONValue.null && entry["requests.0.rule"] == "r")
        }
    }

    @Test("an error of pause and resume is wrapped as the vendor wraps it there")
    func nestedEnvelope() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post(
                Self.rules, #"{"on":"anchor.*Recording","effect":{"problem":"serviceUnavailable"}}"#)
            for verb in ["pause", "resume"] {
                let answer = try await drydock.post("/v1/sessions/x/recordings/\(verb)", key: "sk@w")
                #expect(answer.status == 503 && answer["error.error.code"] == 503)
            }
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
