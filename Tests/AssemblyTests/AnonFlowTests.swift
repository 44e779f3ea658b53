import DrydockTesting
import Kernel
import Testing
import Tokens

@Suite("Anon's flow on a running server")
struct AnonFlowTests {
    @Test("from login to a session, each step with the answer that the documents have")
    func flow() async throws {
        try await withDrydock { drydock in
            let lines = try await AnonFlow(drydock).transcript()
            #expect(
                lines.map { String($0.prefix(3)) }.joined(separator: " ")
                    == "200 200 200 200 200 404 200 200 200 200 200 200 200")
            #expect(lines[5].hasSuffix(#"{"error":"Session not found"}"#))
            #expect(lines[9].hasSuffix(#"{"status":"unknown"}"#))
            #expect(lines[10].hasSuffix(#"{"status":"active"}"#))
        }
    }

    @Test("same seed, same requests, same bytes: after a reset, and on another server")
    func determinism() async throws {
        func transcript(seed: UInt64) async throws -> [String] {
            try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: seed) { drydock in
                let first = try await AnonFlow(drydock).transcript()
                _ = try await drydock.post("/_drydock/reset?world=flow")
                #expect(try await AnonFlow(drydock).transcript() == first)
                return first
            }
        }
        let first = try await transcript(seed: 1)
        #expect(try await transcript(seed: 1) == first)
        #expect(try await transcript(seed: 2) != first)
    }

    @Test("one clock: date, tokens and sessions move with the world's, and only with its own")
    func clock() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            var caller = AnonCaller(drydock)
            caller.bearer = try await caller.logIn(in: "w")
            let body = #"{"appUserId":"ada"}"#
            let before = try await caller.post("/org/appUserIdToken", body)
            #expect(before.header("Date") == "Thu, 01 Jan 2026 00:00:00 GMT")
            let token = try UnverifiedToken(try #require(before["appUserIdToken"]?.string))
            #expect(token.claims["iat"] == 1_767_225_600)
            #expect(token.claims["exp"] == .integer(1_767_225_600 + 183 * 86_400))

            _ = try await drydock.post("/_drydock/clock", #"{"advance":"24h"}"#)
            #expect(try await caller.post("/org/appUserIdToken", body).status == 200)
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"24h"}"#)
            let after = try await caller.post("/org/appUserIdToken", body)
            #expect(after.status == 401)
            #expect(after.header("Date") == "Fri, 02 Jan 2026 00:00:00 GMT")
            #expect(after.header("X-Drydock-Reason") == "key.expired")
            caller.bearer = try await caller.logIn(in: "w")
            let renewed = try await caller.post("/org/appUserIdToken", body)
            let second = try UnverifiedToken(try #require(renewed["appUserIdToken"]?.string))
            #expect(second.claims["iat"] == .integer(1_767_225_600 + 86_400))
        }
    }

    @Test("the example token expires with the world's clock, too")
    func exampleToken() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z") { drydock in
            var caller = AnonCaller(drydock)
            let set = try await caller.credentials(of: "w")
            caller.bearer = set[path: "appUserIdToken"]?.string
            caller.sdkClientID = set[path: "webappSdkClient.id"]?.string
            #expect(try await caller.get("/account/api/v1/appIntegration").status == 200)
            _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"4392h"}"#)
            let answer = try await caller.get("/account/api/v1/appIntegration")
            #expect(answer.status == 401)
            #expect(answer.header("X-Drydock-Reason") == "jwt.expired")
        }
    }

    @Test("the journal has each exchange with its operation, and a refusal with its reason")
    func journal() async throws {
        try await withDrydock { drydock in
            _ = try await AnonCaller(drydock, bearer: "raw").post("/org/userPool", "{}")
            _ = try await AnonCaller(drydock).get("/org/userPool/x")
            _ = try await AnonCaller(drydock).get("/org/nothing")
            let journal = try await drydock.get("/_drydock/requests")
            let rows = try #require(journal["requests"]?.array)
            let operations: [JSONValue?] = ["anon.createUserPool", "anon.getUserPool", .null]
            #expect(rows.map { $0[path: "operation"] } == operations)
            let reasons: [JSONValue?] = ["key.notAKey", "userpool.unknown", "path.unknown"]
            #expect(rows.map { $0[path: "reason.code"] } == reasons)
            let statuses: [JSONValue?] = [502, 404, 404]
            #expect(rows.map { $0[path: "response.status"] } == statuses)
            #expect(!journal.text.contains("\"raw\""))
        }
    }

    @Test("a reset drops what was made, an organisation's login included")
    func reset() async throws {
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock, headers: ["X-Drydock-World": "w"])
            let member = #"{"name":"n","email":"a@x.example","password":"p"}"#
            _ = try await caller.post("/org/organization", #"{"name":"A","member":\#(member)}"#)
            let login = #"{"email":"a@x.example","password":"p"}"#
            #expect(try await caller.post("/org/login", login).status == 200)
            _ = try await drydock.post("/_drydock/reset?world=w")
            #expect(try await caller.post("/org/login", login).status == 401)
        }
    }
}
