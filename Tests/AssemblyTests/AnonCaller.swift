import DrydockTesting
import Kernel
import Testing

/// Calls Anon's operations on a running server, with Anon's credentials and no others.
struct AnonCaller: Sendable {
    let drydock: RunningDrydock
    var bearer: String? = "anon_test"
    /// The value of `X-Anon-Sdk-Client-Id`.
    var sdkClientID: String?
    var headers: [String: String] = [:]

    init(_ drydock: RunningDrydock, bearer: String? = "anon_test", headers: [String: String] = [:]) {
        self.drydock = drydock
        self.bearer = bearer
        self.headers = headers
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path) }
    func post(_ path: String, _ body: String) async throws -> Answer { try await send("POST", path, body) }

    func send(
        _ method: String, _ path: String, _ body: String = "", contentType: String = "application/json"
    ) async throws -> Answer {
        var headers = headers
        if let bearer { headers["Authorization"] = "Bearer \(bearer)" }
        if let sdkClientID { headers["X-Anon-Sdk-Client-Id"] = sdkClientID }
        return try await drydock.send(
            method, path, body: body, contentType: contentType, key: "", headers: headers)
    }

    /// Makes a hosted pool.
    func userPool() async throws -> String {
        let made = try await post("/org/userPool", #"{"name":"n","description":"d"}"#)
        return try #require(made["id"]?.string)
    }

    /// The session token of a world's ready-made member.
    func logIn(in world: String = "default") async throws -> String {
        var caller = self
        caller.headers["X-Drydock-World"] = world
        let answer = try await caller.post("/org/login", #"{"email":"admin@drydock.example","password":"drydock"}"#)
        return try #require(answer["token"]?.string)
    }

    /// A world's ready-made set, as the control plane shows it.
    func credentials(of world: String = "default") async throws -> JSONValue {
        let answer = try await drydock.get("/_drydock/credentials?world=\(world)")
        return try #require(answer["anon"])
    }

    /// The names of all worlds there are.
    func worlds() async throws -> [String] {
        let answer = try await drydock.get("/_drydock/worlds")
        return answer["worlds"]?.array?.compactMap { $0[path: "name"]?.string } ?? []
    }

    /// The newest entry of a world's journal.
    func lastEntry(of world: String = "default") async throws -> JSONValue? {
        try await drydock.get("/_drydock/requests?world=\(world)")["requests"]?.array?.last
    }
}
