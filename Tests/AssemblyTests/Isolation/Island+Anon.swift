import DrydockTesting
import Kernel

/// Anon's objects in a world.
extension Island {
    mutating func createUserPool() async throws {
        let label = freshName()
        let body = #"{"name":"\#(label)","description":"\#(name)"}"#
        let answer = try await call("POST", "/org/userPool", body, bearer: anonKey)
        let id = try unwrap(answer["id"]?.string, answer)
        try note(id)
        model.userPools[id] = label
    }

    mutating func readUserPool() async throws {
        guard let id = pick(model.userPools.keys) else { return }
        let answer = try await call("GET", "/org/userPool/\(id)", bearer: anonKey)
        try require(answer["name"]?.string == model.userPools[id], "reads \(answer.text)")
    }

    mutating func link() async throws {
        let user = freshName()
        let answer = try await control("POST", "/link/complete", #"{"app":"amazon","appUserId":"\#(user)"}"#)
        try require(answer["world"]?.string == name, "linked in \(answer.text)")
        let id = try unwrap(answer["sessionId"]?.string, answer)
        try note(id)
        model.linked[id] = user
    }

    mutating func listLinked() async throws {
        let answer = try await call("GET", "/account/api/v1/session/list", bearer: anonKey)
        let listed = try unwrap(answer.json.array ?? answer["sessions"]?.array, answer)
        let ids = listed.compactMap { $0[path: "id"]?.string ?? $0[path: "sessionId"]?.string }
        try require(Set(ids) == Set(model.linked.keys), "has the sessions \(ids)")
    }

    mutating func unlink() async throws {
        guard let id = pick(model.linked.keys), let owner = model.linked[id] else { return }
        let query = "ownerId=\(owner)&domain=amazon"
        let answer = try await call("DELETE", "/account/api/v1/session?\(query)", bearer: anonKey)
        try require(answer.status == 200, "its own session cannot be removed: \(answer.status) \(answer.text)")
        model.linked[id] = nil
    }

    /// The key that the world issued leads to it without a name.
    mutating func useReadyMadeKey() async throws {
        let credentials = try await control("GET", "/credentials")
        let key = try unwrap(credentials["anon.serviceSdkClient.apiKey"]?.string, credentials)
        let pool = try unwrap(credentials["anon.userPoolId"]?.string, credentials)
        let client = try unwrap(credentials["anon.webappSdkClient.id"]?.string, credentials)
        let organization = try unwrap(credentials["anon.organizationId"]?.string, credentials)
        try note(key, pool, client, organization)
        let answer = try await call("GET", "/org/userPool/\(pool)", bearer: key)
        try require(answer["organizationId"]?.string == organization, "its own key reads \(answer.text)")
        // The key of the one beside the name of another: what was issued decides.
        let named = try await call("GET", "/org/userPool/\(pool)", bearer: "\(key)@isle99")
        try require(named.status == 200, "its own key with another world's name answers \(named.status)")
    }
}
