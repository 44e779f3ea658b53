import DrydockTesting
import Kernel

/// Anchor's objects in a world.
extension Island {
    /// Several at once: what they race for is their own world's lock and id sequence.
    mutating func createApplications() async throws {
        let names = [freshName(), freshName(), freshName()]
        let (drydock, key) = (drydock, anchorKey)
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for name in names {
                group.addTask {
                    let body = #"{"source":"https://\#(name).test","name":"\#(name)"}"#
                    return try await drydock.post("/v1/applications", body, key: key)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        count(answers.count)
        for answer in answers {
            let id = try unwrap(answer["id"]?.string, answer)
            try note(id)
            model.applications[id] = try unwrap(answer["name"]?.string, answer)
        }
        try require(Set(model.applications.values).isSuperset(of: names), "not every application was made")
    }

    mutating func listApplications() async throws {
        let answer = try await call("GET", "/v1/applications", key: anchorKey)
        let listed = try unwrap(answer["applications"]?.array, answer).compactMap { $0[path: "name"]?.string }
        try require(
            listed.sorted() == model.applications.values.sorted(),
            "has the applications \(listed.sorted()), should have \(model.applications.values.sorted())")
    }

    mutating func readApplication() async throws {
        guard let id = pick(model.applications.keys) else { return }
        let answer = try await call("GET", "/v1/applications/\(id)", key: anchorKey)
        try require(answer["name"]?.string == model.applications[id], "reads \(answer.text)")
    }

    mutating func deleteApplication() async throws {
        guard let id = pick(model.applications.keys) else { return }
        let answer = try await call("DELETE", "/v1/applications/\(id)", key: anchorKey)
        try require(answer.status == 200, "its own application is not to be deleted: \(answer.status)")
        model.applications[id] = nil
        model.identities[id] = nil
        model.tokens = model.tokens.filter { $0.value != id }
    }

    mutating func issueToken() async throws {
        guard let id = pick(model.applications.keys) else { return }
        let body = #"{"callbackUrl":"https://\#(name).test/callback"}"#
        let answer = try await call("POST", "/v1/applications/\(id)/tokens", body, key: anchorKey)
        let token = try unwrap(answer["token"]?.string, answer)
        try note(token)
        model.tokens[token] = id
    }

    /// A browser has no key: the token leads it.
    mutating func openPage() async throws {
        guard let token = pick(model.tokens.keys), let id = model.tokens[token] else { return }
        let answer = try await call("GET", "/identity/create?token=\(token)")
        let application = try unwrap(model.applications[id], answer)
        try require(answer.status == 200 && answer.text.contains(application), "the page is \(answer.status)")
    }

    mutating func completeToken() async throws {
        guard let token = pick(model.tokens.keys), let id = model.tokens[token] else { return }
        model.tokens[token] = nil
        count(1)
        let answer = try await drydock.send(
            "POST", "/_drydock/identity-tokens/\(token)/complete", body: #"{"outcome":"success"}"#, key: "")
        try require(answer["world"]?.string == name, "the token led to \(answer.text)")
        let callback = try unwrap(answer["callback"]?.string, answer)
        try require(callback.hasPrefix("https://\(name).test/callback"), "the callback is \(callback)")
        let identity = try unwrap(answer["identityId"]?.string, answer)
        try note(identity)
        model.identities[id, default: []].insert(identity)
    }

    mutating func listIdentities() async throws {
        guard let id = pick(model.applications.keys) else { return }
        let answer = try await call("GET", "/v1/applications/\(id)/identities", key: anchorKey)
        let listed = try unwrap(answer["identities"]?.array, answer).compactMap { $0[path: "id"]?.string }
        try require(Set(listed) == model.identities[id, default: []], "has the identities \(listed)")
    }

    mutating func startSession() async throws {
        let body = #"{"session":{"initial_url":"https://\#(freshName()).test"}}"#
        let answer = try await call("POST", "/v1/sessions", body, key: anchorKey)
        let id = try unwrap(answer["data.id"]?.string, answer)
        try note(id)
        model.sessions.insert(id)
    }

    mutating func listSessions() async throws {
        let answer = try await call("GET", "/v1/sessions/all/status", key: anchorKey)
        let listed = try unwrap(answer["data.items"]?.array, answer).compactMap { $0[path: "session_id"]?.string }
        try require(Set(listed) == model.sessions, "has the sessions \(listed)")
        guard let id = pick(model.sessions) else { return }
        let one = try await call("GET", "/v1/sessions/\(id)", key: anchorKey)
        try require(one.status == 200, "its own session is \(one.status)")
    }

    mutating func openLiveView() async throws {
        guard let id = pick(model.sessions) else { return }
        let answer = try await call("GET", "/?sessionId=\(id)")
        try require(answer.status == 200 && answer.text.contains(id), "the live view is \(answer.status)")
    }

    mutating func endSession() async throws {
        guard let id = pick(model.sessions) else { return }
        let answer = try await call("DELETE", "/v1/sessions/\(id)", key: anchorKey)
        try require(answer.status < 500, "ending a session answers \(answer.status)")
    }

    /// With an id of another world and every key of its own, a world gets nothing.
    mutating func steal() async throws {
        guard let id = issued.foreign(to: name, choice: choice.next()) else { return }
        for path in ["/v1/applications/\(id)", "/v1/identities/\(id)", "/v1/sessions/\(id)"] {
            let answer = try await call("GET", path, key: anchorKey, headers: ["X-Drydock-World": name])
            try require((400..<500).contains(answer.status), "\(path) of another world answers \(answer.status)")
        }
        let pool = try await call("GET", "/org/userPool/\(id)", bearer: anonKey, headers: ["X-Drydock-World": name])
        try require(pool.status == 404, "a user pool of another world answers \(pool.status)")
        let page = try await call("GET", "/identity/create?token=\(id)", headers: ["X-Drydock-World": name])
        try require(page.status == 404, "a token of another world opens a page: \(page.status)")
    }
}
