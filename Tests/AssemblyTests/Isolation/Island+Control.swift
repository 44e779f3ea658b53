import DrydockTesting
import Kernel
import KernelHTTP

/// What a test does with a world as a whole.
extension Island {
    mutating func advanceClock() async throws {
        let seconds = Int(choice.next() % 40) + 1
        let answer = try await control("POST", "/clock", #"{"advance":"\#(seconds)s"}"#)
        model.advanced += seconds
        // Unused tokens expire after a quarter of an hour; the model forgets them long before.
        model.tokens = [:]
        let now = try unwrap(answer["now"]?.string.flatMap { Moment($0) }, answer)
        try require(now.httpDate == IslandTime.httpDate(advanced: model.advanced), "the clock says \(now)")
    }

    mutating func setRule() async throws {
        let text = freshName()
        let rule = #"{"id":"only","on":"anchor.listProfiles","effect":{"reply":{"status":200,"body":"\#(text)"}}}"#
        _ = try await control("POST", "/rules", rule)
        model.rule = text
    }

    mutating func meetRule() async throws {
        let answer = try await call("GET", "/v1/profiles", key: anchorKey)
        if let text = model.rule {
            try require(answer.text == text, "its own rule answers \(answer.text)")
        } else {
            try require(answer.text.hasPrefix("{"), "a rule of nobody answers \(answer.text)")
        }
    }

    mutating func readJournal() async throws {
        let answer = try await control("GET", "/requests?limit=40")
        try require(answer["requests"]?.array != nil, "the journal is \(answer.text)")
    }

    mutating func takeSnapshot() async throws {
        guard snapshots.count < 20 else { return }
        let answer = try await control("POST", "/snapshots")
        snapshots[try unwrap(answer["id"]?.string, answer)] = (model, loaded)
    }

    /// Everything is as it was then, in this world and in no other.
    mutating func restoreSnapshot() async throws {
        guard let id = pick(snapshots.keys), let kept = snapshots[id] else { return }
        _ = try await control("POST", "/snapshots/\(id)/restore")
        (model, loaded) = kept
        try await listApplications()
        try await listSessions()
        try await listLinked()
    }

    mutating func reset() async throws {
        _ = try await control("POST", "/reset")
        try await begin()
    }

    /// The world is as its scenario has it: with one application where one was loaded.
    private mutating func begin() async throws {
        model = IslandModel()
        guard let loaded else { return }
        let answer = try await call("GET", "/v1/applications", key: anchorKey)
        let id = try unwrap(answer["applications"]?.array?.first?[path: "id"]?.string, answer)
        try note(id)
        model.applications[id] = loaded
    }

    /// Requests race with a reset: each is answered whole in the old world or in the new one. Then the world is emptied again.
    mutating func resetDuringLoad() async throws {
        let (drydock, key, own) = (drydock, anchorKey, name)
        let names = (0..<4).map { _ in freshName() }
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for name in names {
                group.addTask {
                    try await drydock.post("/v1/applications", #"{"source":"https://\#(name).test"}"#, key: key)
                }
            }
            group.addTask { try await drydock.send("POST", "/_drydock/reset?world=\(own)", key: "") }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        count(answers.count)
        for answer in answers {
            try require(answer.status < 300, "a reset failed a request: \(answer.status) \(answer.text)")
            if let id = answer["id"]?.string { try note(id) }
        }
        try await reset()
        try await listApplications()
    }

    mutating func loadScenario() async throws {
        let application = freshName()
        let scenario = #"""
            {"name":"own","title":"Own","extends":["default"],
             "anchor":{"applications":[{"name":"\#(application)","source":"https://\#(application).test"}]}}
            """#
        _ = try await control("PUT", "/scenario", scenario)
        loaded = application
        try await begin()
        try await listApplications()
    }

    /// The next request makes the world anew, from the start scenario.
    mutating func drop() async throws {
        count(1)
        let answer = try await drydock.send("DELETE", "/_drydock/worlds/\(name)", key: "")
        try require(answer.status == 200 || answer.status == 404, "dropping answers \(answer.status)")
        loaded = nil
        snapshots = [:]
        try await begin()
        try await listApplications()
    }
}
