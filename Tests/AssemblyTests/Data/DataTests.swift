import Assembly
import DrydockTesting
import FoundationEssentials
import Kernel
import Testing

@Suite("Worlds that are kept in a file")
struct DataTests {
    @Test("a restart keeps objects, clock, rules with their counts and request numbers")
    func restart() async throws {
        let folder = try DataFolder()
        let (application, clock, rules) = try await withDrydock(folder.configuration()) { drydock in
            let made = try await drydock.post("/v1/applications", #"{"source":"https://example.com"}"#)
            _ = try await drydock.post("/_drydock/clock", #"{"advance":"15m"}"#, key: "")
            _ = try await drydock.post(
                "/_drydock/rules", #"{"id":"r","on":"anchor.listProfiles","times":3,"effect":{"delay":"0s"}}"#, key: "")
            _ = try await drydock.get("/v1/profiles")
            return (
                made["id"], try await drydock.get("/_drydock/clock", key: "").text,
                try await drydock.get("/_drydock/rules", key: "").text
            )
        }
        #expect(rules.contains(#""matched":1"#), "\(rules)")
        try await withDrydock(folder.configuration()) { drydock in
            let listed = try await drydock.get("/v1/applications")
            #expect(listed["applications.0.id"] == application)
            #expect(try await drydock.get("/_drydock/clock", key: "").text == clock)
            #expect(try await drydock.get("/_drydock/rules", key: "").text == rules)
            let entry = try await drydock.get("/_drydock/requests", key: "")
            #expect(entry["requests.0.number"] == 3, "the third request of the world's whole life")
        }
    }

    @Test("a delayed resumption of a recording that was paused meanwhile leaves a file that can be read")
    func delayedResumption() async throws {
        let folder = try DataFolder()
        let recordings = try await withDrydock(folder.configuration()) { drydock in
            let key = "sk-test@p"
            let session = try await drydock.post("/v1/sessions", "{}", key: key)
            let recordings = "/v1/sessions/\(session["data.id"]?.string ?? "")/recordings"
            let rule = #"{"on":"anchor.resumeRecording","times":1,"effect":{"delay":"5s"}}"#
            _ = try await drydock.post("/_drydock/rules?world=p", rule)
            async let resumed = drydock.post("\(recordings)/resume", key: key)
            while try await drydock.get("/_drydock/clock?world=p")["pending"]?.array?.isEmpty != false {}
            _ = try await drydock.post("/_drydock/clock?world=p", #"{"advance":"2s"}"#)
            #expect(try await drydock.post("\(recordings)/pause", key: key).status == 200)
            _ = try await drydock.post("/_drydock/clock?world=p", #"{"advance":"4s"}"#)
            #expect(try await resumed.status == 200)
            return recordings
        }
        try await withDrydock(folder.configuration()) { drydock in
            let listed = try await drydock.get(recordings, key: "sk-test@p")
            #expect(listed.status == 200)
        }
    }

    @Test(
        "a clock that begins at an end of time, and goes on from there, leaves a file that can be read",
        arguments: ["0001-01-01T00:00:00Z", "9999-12-31T23:59:58Z"])
    func endsOfTime(start: String) async throws {
        let folder = try DataFolder()
        var configuration = try folder.configuration()
        configuration.clockStart = Moment(start)
        let now = try await withDrydock(configuration) { drydock in
            _ = try await drydock.post("/v1/sessions", "{}")
            _ = try await drydock.post("/_drydock/clock", #"{"advance":"1500ms"}"#, key: "")
            _ = try await drydock.post("/v1/sessions", "{}")
            #expect(try await drydock.post("/_drydock/clock", #"{"advance":"4000000d"}"#, key: "").status == 422)
            return try await drydock.get("/_drydock/clock", key: "")["now"]
        }
        try await withDrydock(configuration) { drydock in
            let clock = try await drydock.get("/_drydock/clock", key: "")
            #expect(clock["now"] == now)
            #expect(try await drydock.get("/v1/sessions").status == 200)
        }
    }

    @Test("ids go on where they were: none is given out twice")
    func ids() async throws {
        let folder = try DataFolder()
        var seen: [JSONValue] = []
        for _ in 0..<3 {
            seen += try await withDrydock(folder.configuration()) { drydock in
                var ids: [JSONValue] = []
                for number in 0..<3 {
                    let answer = try await drydock.post("/v1/sessions", "{}")
                    ids.append(try #require(answer["data.id"], "\(number)"))
                }
                return ids
            }
        }
        #expect(seen.count == 9)
        #expect(Set(seen).count == 9)
    }

    @Test(
        "a reset after a restart leads to the start of the scenario that the world began with, whatever the flags are now"
    )
    func reset() async throws {
        let folder = try DataFolder()
        let start = try await withDrydock(folder.configuration(scenario: "demo")) { drydock in
            let start = try await drydock.get("/v1/applications").text
            _ = try await drydock.post("/v1/applications", #"{"source":"https://one.more.example.com"}"#)
            return start
        }
        try await withDrydock(folder.configuration()) { drydock in
            #expect(try await drydock.get("/v1/applications").text != start)
            _ = try await drydock.post("/_drydock/reset", "", key: "")
            let applications = try await drydock.get("/v1/applications").text
            #expect(applications == start)
        }
        try await withDrydock(folder.configuration()) { drydock in
            let shown = try await drydock.get("/v1/applications").text
            #expect(shown == start)
        }
    }

    @Test("a world that was given up is not there after a restart", arguments: ["dropped", "evicted"])
    func gone(how: String) async throws {
        let folder = try DataFolder()
        var configuration = try folder.configuration()
        if how == "evicted" { configuration.worldLimit = 2 }
        try await withDrydock(configuration) { drydock in
            _ = try await drydock.post("/v1/sessions", "{}", key: "sk-test@a")
            _ = try await drydock.send("DELETE", how == "dropped" ? "/_drydock/worlds/a" : "/none", key: "")
            _ = try await drydock.post("/v1/sessions", "{}", key: "sk-test@b")
        }
        try await withDrydock(try folder.configuration()) { drydock in
            let worlds = try await drydock.get("/_drydock/worlds", key: "")
            let names = worlds["worlds"]?.array?.compactMap { $0.object?["name"]?.string }
            #expect(names == ["b", "default"])
        }
    }

    @Test("snapshots that were restored, and what was made before and after, are kept as they were seen last")
    func restored() async throws {
        let folder = try DataFolder()
        let last = try await withDrydock(folder.configuration()) { drydock in
            _ = try await drydock.post("/v1/applications", #"{"source":"https://before.example.com"}"#)
            let snapshot = try await drydock.post("/_drydock/snapshots", "", key: "")
            let id = try #require(snapshot["id"]?.string, "\(snapshot.text)")
            _ = try await drydock.post("/v1/applications", #"{"source":"https://between.example.com"}"#)
            _ = try await drydock.post("/_drydock/snapshots/\(id)/restore", "", key: "")
            _ = try await drydock.post("/v1/applications", #"{"source":"https://after.example.com"}"#)
            return try await drydock.get("/v1/applications").text
        }
        #expect(!last.contains("between"))
        try await withDrydock(folder.configuration()) { drydock in
            let shown = try await drydock.get("/v1/applications").text
            #expect(shown == last)
        }
    }

    @Test("a rule given as YAML answers the same bytes after a restart, whole numbers with a fraction included")
    func numbers() async throws {
        let folder = try DataFolder()
        let rule =
            "on: anchor.listProfiles\neffect: {reply: {status: 200, body: {a: 1.0, b: -0.0, c: 2.50, d: 1e3, e: 7}}}"
        let before = try await withDrydock(folder.configuration()) { drydock in
            let added = try await drydock.send("POST", "/_drydock/rules", body: rule, contentType: "application/yaml")
            #expect(added.status == 201, "\(added.text)")
            return try await drydock.get("/v1/profiles").text
        }
        try await withDrydock(folder.configuration()) { drydock in
            let after = try await drydock.get("/v1/profiles").text
            #expect(after == before)
        }
    }

    @Test("a file that cannot be used is why the server does not start")
    func refused() async throws {
        let folder = try DataFolder()
        try Data("hello".utf8).write(to: URL(filePath: folder.file))
        let configuration = try folder.configuration()
        let failure = try await #require(throws: DrydockFailure.self) {
            try await withDrydock(configuration) { _ in }
        }
        #expect(failure.reason == "the data file \(folder.file) is not one of Drydock's; it is left as it is")
    }
}
