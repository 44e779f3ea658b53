import DrydockTesting
import Kernel
import Testing

@Suite("Rules on Anon's operations")
struct AnonRuleTests {
    private static let rules = "/_drydock/rules?world=w"
    private static let pool = #"{"name":"n","description":"d"}"#

    @Test("a problem is answered in Anon's envelope, as often as the rule says, and makes nothing")
    func problem() async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anon.createUserPool","times":1,"effect":{"problem":"upstreamError"}}"#
            #expect(try await drydock.post(Self.rules, rule).status == 201)
            let caller = AnonCaller(drydock, bearer: "anon_test@w")
            let answer = try await caller.post("/org/userPool", Self.pool)
            #expect(answer.status == 502)
            #expect(answer.text == #"{"error":"Upstream error"}"#)
            #expect(answer.header("X-Drydock-Reason") == "rule.problem")
            #expect(try await caller.post("/org/userPool", Self.pool).status == 200)
            #expect(try await AnonCaller(drydock).post("/org/userPool", Self.pool).status == 200)
        }
    }

    @Test(
        "a reason phrase goes out literally, ordered by name or by hand",
        arguments: [
            (#"{"problem":"translationCrashed"}"#, "500 Internal Server"),
            (#"{"problem":"translationNotFound"}"#, "404 Not Found"),
            (#"{"reply":{"status":500,"reason":"Internal Server","body":{"error":"x"}}}"#, "500 Internal Server"),
            (#"{"reply":{"status":404,"reason":"Nobody Here","body":{"error":"x"}}}"#, "404 Nobody Here"),
        ])
    func phrases(effect: String, status: String) async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anon.createCdpUrl","effect":\#(effect)}"#
            #expect(try await drydock.post(Self.rules, rule).status == 201)
            let answer = try await RawClient(port: drydock.port).answer(
                to: "POST /account/api/v1/cdpUrl HTTP/1.1\r\nHost: svc.sandbox.anon.com\r\n"
                    + "Authorization: Bearer anon_test@w\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
        }
    }

    @Test("the look-up's own crash has the vendor's phrase on the wire")
    func crash() async throws {
        try await withDrydock { drydock in
            let answer = try await RawClient(port: drydock.port).answer(
                to: "GET /account/api/v1/appUser?externalUserId=ada%2Bcrash HTTP/1.1\r\nHost: svc.sandbox.anon.com\r\n"
                    + "Authorization: Bearer anon_test\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server\r\n"))
        }
    }

    @Test("a rule on one vendor's operations leaves the other alone")
    func vendors() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.post(Self.rules, #"{"on":"anon.*","effect":{"problem":"serviceUnavailable"}}"#)
            #expect(try await AnonCaller(drydock, bearer: "anon_test@w").post("/org/userPool", Self.pool).status == 503)
            #expect(try await drydock.get("/v1/applications", key: "sk@w").status == 200)
        }
    }

    @Test("conditions look at Anon's bodies, headers and queries")
    func conditions() async throws {
        try await withDrydock { drydock in
            let rule = """
                {"on":"anon.createUserPool","when":{"body":{"authorization.idClaim":"email"},"header":{"X-Try":{"present":true}}},
                 "effect":{"problem":"jwksNotJSON"}}
                """
            #expect(try await drydock.post(Self.rules, rule).status == 201)
            let body = #"{"name":"n","description":"d","authorization":{"jwksUri":"x","idClaim":"email"}}"#
            var caller = AnonCaller(drydock, bearer: "anon_test@w")
            let missed = try await caller.post("/org/userPool", body)
            #expect(missed["error"] == "builder error: relative URL without a base")
            caller.headers["X-Try"] = "1"
            let answer = try await caller.post("/org/userPool", body)
            #expect(answer.status == 500)
            #expect(answer["error"] == "error decoding response body: expected value at line 1 column 1")
        }
    }

    @Test("an error of the other vendor's is refused when the rule is made")
    func otherVendorsProblem() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.post(
                Self.rules, #"{"on":"anon.login","effect":{"problem":"outOfCredits"}}"#)
            #expect((400..<500).contains(answer.status))
        }
    }
}
