import DrydockTesting
import Kernel
import Testing

/// UUIDs are the same in any case (RFC 9562, 4) to the control plane as well, and to whatever finds a request's world.
@Suite("Ids in capitals, at the control plane")
struct ControlIDCaseTests {
    private static let id = "7b0f3c1e-12ab-4cde-8f01-23456789abcd"

    @Test("rules and snapshots that are called by a UUID are found in any case", arguments: [true, false])
    func names(isCapital: Bool) async throws {
        try await withDrydock { drydock in
            let (given, asked) = isCapital ? (Self.id.uppercased(), Self.id) : (Self.id, Self.id.uppercased())
            let rule = try await drydock.post(
                "/_drydock/rules", #"{"id":"\#(given)","on":"anchor.*","effect":{"delay":"0s"}}"#)
            #expect(rule["id"]?.string == Self.id, "\(rule.text)")
            let snapshot = try await drydock.post("/_drydock/snapshots", #"{"name":"\#(given)"}"#)
            #expect(snapshot.status == 201, "\(snapshot.text)")
            for path in ["rules/\(asked)", "snapshots/\(asked)", "snapshots/\(asked)/diff/\(asked)"] {
                #expect(try await drydock.get("/_drydock/\(path)").status == 200, "\(path)")
            }
            #expect(try await drydock.send("POST", "/_drydock/snapshots/\(asked)/restore").status == 200)
            #expect(try await drydock.send("DELETE", "/_drydock/rules/\(asked)").status == 200)
        }
    }

    @Test("an organisation and a client are found in any case")
    func bodies() async throws {
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock)
            let set = try await caller.credentials()
            let organization = try #require(set[path: "organizationId"]?.string).uppercased()
            let client = try #require(set[path: "webappSdkClient.id"]?.string)
            let linked = try await drydock.post(
                "/_drydock/link/complete", #"{"app":"amazon","appUserId":"ada","organizationId":"\#(organization)"}"#)
            #expect(linked.status == 200, "\(linked.text)")
            let signed = try await drydock.post("/_drydock/token", #"{"sdkClientId":"\#(client.uppercased())"}"#)
            let asked = AnonCaller(
                drydock, bearer: try #require(signed["token"]?.string),
                headers: ["X-Anon-Sdk-Client-Id": client.uppercased()])
            #expect(try await asked.get("/account/api/v1/session/list").status == 200)
        }
    }

    @Test("an id in capitals leads to the world that issued it")
    func worlds() async throws {
        try await withDrydock { drydock in
            let set = try await AnonCaller(drydock).credentials(of: "w")
            let caller = AnonCaller(drydock, bearer: nil)
            let organization = try #require(set[path: "organizationId"]?.string).uppercased()
            #expect(try await caller.get("/org/organization/\(organization)").status == 200)
            let session = try await drydock.post("/v1/sessions", key: "sk-test@w")
            let id = try #require(session["data.id"]?.string).uppercased()
            #expect(try await drydock.send("GET", "/?sessionId=\(id)", key: "").status == 200)
        }
    }

    @Test("a rule names an id in any case", arguments: [true, false])
    func rules(isCapital: Bool) async throws {
        try await withDrydock { drydock in
            let (named, asked) = isCapital ? (Self.id.uppercased(), Self.id) : (Self.id, Self.id.uppercased())
            _ = try await drydock.post(
                "/_drydock/rules",
                #"{"when":{"path":{"applicationId":"\#(named)"}},"effect":{"reply":{"status":418}}}"#)
            #expect(try await drydock.get("/v1/applications/\(asked)").status == 418)
        }
    }

    @Test("a HEAD uses nothing up and is in the journal")
    func head() async throws {
        try await withDrydock(scenario: "token-spent-on-opening") { drydock in
            let flow = Flow(drydock)
            let token = try await flow.token()
            for _ in 0..<2 {
                let head = try await drydock.send("HEAD", "/identity/create?token=\(token)", key: "")
                #expect(head.status == 200 && head.text.isEmpty)
            }
            #expect(try await drydock.send("GET", "/identity/create?token=\(token)", key: "").status == 200)
            #expect(try await drydock.send("GET", "/identity/create?token=\(token)", key: "").status == 409)
            let journal = try await drydock.get("/_drydock/requests?method=HEAD")
            #expect(journal["requests"]?.array?.count == 2)
            #expect(journal["requests.0.operation"] == "anchor.openIdentityCreatePage")
        }
    }
}
