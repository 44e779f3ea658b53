import DrydockTesting
import Kernel
import Testing

/// The connect flow as tests drive it, step by step.
struct Flow {
    let drydock: RunningDrydock
    let key: String
    var callback = "https://customer.test/callback"

    init(_ drydock: RunningDrydock, key: String = "sk-test") {
        self.drydock = drydock
        self.key = key
    }

    func application() async throws -> String {
        let answer = try await drydock.post("/v1/applications", #"{"source":"https://example.com"}"#, key: key)
        return try #require(answer["id"]?.string)
    }

    func token() async throws -> String {
        let answer = try await drydock.post(
            "/v1/applications/\(try await application())/tokens", #"{"callbackUrl":"\#(callback)"}"#, key: key)
        return try #require(answer["token"]?.string)
    }

    func complete(_ token: String, _ body: String = #"{"outcome":"success"}"#) async throws -> Answer {
        try await drydock.post("/_drydock/identity-tokens/\(token)/complete", body)
    }

    /// Everything once; every answer's body and date in order.
    func transcript() async throws -> [String] {
        var lines: [String] = []
        func record(_ answer: Answer) -> Answer {
            lines.append("\(answer.status) \(answer.header("Date") ?? "") \(answer.text)")
            return answer
        }
        let source = #"{"source":"https://example.com"}"#
        let application = record(try await drydock.post("/v1/applications", source, key: key))
        let id = try #require(application["id"]?.string)
        let issued = record(
            try await drydock.post("/v1/applications/\(id)/tokens", #"{"callbackUrl":"\#(callback)"}"#, key: key))
        let token = try #require(issued["token"]?.string)
        _ = record(try await drydock.send("GET", "/identity/create?token=\(token)", key: ""))
        let done = record(try await complete(token))
        let identity = try #require(done["identityId"]?.string)
        _ = record(try await drydock.get("/v1/identities/\(identity)", key: key))
        _ = record(
            try await drydock.send(
                "PUT", "/v1/identities/\(identity)", body: #"{"metadata":{"userId":"u-1"}}"#, key: key))
        _ = record(try await drydock.get("/v1/applications/\(id)/identities", key: key))
        let session = record(
            try await drydock.post("/v1/sessions", #"{"identities":[{"id":"\#(identity)"}]}"#, key: key))
        let sessionID = try #require(session["data.id"]?.string)
        _ = record(try await drydock.get("/v1/sessions/\(sessionID)", key: key))
        _ = record(try await drydock.get("/v1/sessions", key: key))
        _ = record(try await drydock.send("DELETE", "/v1/sessions/\(sessionID)", key: key))
        return lines.map { $0.replacing(drydock.url.dropFirst("http".count), with: "") }
    }
}
