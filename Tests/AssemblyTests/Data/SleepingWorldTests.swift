import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Worlds of a data file sleep until they are entered")
struct SleepingWorldTests {
    private static let site = #"{"source":"https://example.com"}"#

    /// Ways into a world, which are as good as a request to it.
    enum Entrance: CaseIterable {
        case key, header, credential, clock, snapshot, export, scenario, listing
    }

    @Test("whoever enters one finds it as it was", arguments: Entrance.allCases)
    func wakes(entrance: Entrance) async throws {
        let folder = try DataFolder()
        let (token, before) = try await withDrydock(folder.configuration()) { drydock in
            let token = try await Flow(drydock, key: "sk@w").token()
            return (token, try await drydock.get("/v1/applications", key: "sk@w").text)
        }
        try await withDrydock(folder.configuration()) { drydock in
            let answer =
                switch entrance {
                case .key: try await drydock.get("/v1/applications", key: "sk@w")
                case .header: try await drydock.send("GET", "/v1/applications", headers: ["X-Drydock-World": "w"])
                case .credential: try await drydock.send("GET", "/identity/create?token=\(token)", key: "")
                case .clock: try await drydock.get("/_drydock/clock?world=w")
                case .snapshot: try await drydock.get("/_drydock/snapshots?world=w")
                case .export: try await drydock.post("/_drydock/snapshots?world=w")
                case .scenario: try await drydock.get("/_drydock/scenario?world=w")
                case .listing: try await drydock.get("/_drydock/worlds")
                }
            #expect((200..<300).contains(answer.status), "\(answer.text)")
            if entrance == .listing {
                let names = answer["worlds"]?.array?.compactMap { $0.object?["name"]?.string }
                #expect(names == ["default", "w"])
                #expect(answer["worlds.1.scenario"] == "default")
            }
            let after = try await drydock.get("/v1/applications", key: "sk@w").text
            #expect(after == before)
        }
    }

    @Test("one that is dropped or evicted in its sleep does not come back", arguments: [false, true])
    func gone(isEvicted: Bool) async throws {
        let folder = try DataFolder()
        try await Self.fill(folder, ["a", "b"])
        var configuration = try folder.configuration()
        configuration.worldLimit = 3
        try await withDrydock(configuration) { drydock in
            if isEvicted {
                _ = try await drydock.post("/v1/applications", Self.site, key: "sk@c")
            } else {
                let status = try await drydock.send("DELETE", "/_drydock/worlds/a").status
                #expect(status == 200)
            }
        }
        try await withDrydock(folder.configuration()) { drydock in
            let names = try await drydock.get("/_drydock/worlds")["worlds"]?.array?
                .compactMap { $0.object?["name"]?.string }
            #expect(names == (isEvicted ? ["b", "c", "default"] : ["b", "default"]))
            let fresh = try await drydock.get("/v1/applications", key: "sk@a")
            #expect(fresh["applications"]?.array?.isEmpty == true)
        }
    }

    @Test("one that nobody enters keeps its rows through starts, other worlds' changes and stops")
    func untouched() async throws {
        let folder = try DataFolder()
        try await Self.fill(folder, ["a", "b"])
        for number in 1...2 {
            try await withDrydock(folder.configuration()) { drydock in
                let site = #"{"source":"https://example-\#(number).com"}"#
                _ = try await drydock.post("/v1/applications", site, key: "sk@b")
                _ = try await drydock.post("/_drydock/reset?world=default")
            }
        }
        try await withDrydock(folder.configuration()) { drydock in
            for (key, count) in [("sk@a", 1), ("sk@b", 3)] {
                let applications = try await drydock.get("/v1/applications", key: key)["applications"]?.array
                #expect(applications?.count == count)
            }
        }
    }

    @Test("restarts at any time change no answer", arguments: 1...3 as ClosedRange<UInt64>)
    func restarts(seed: UInt64) async throws {
        let folder = try DataFolder()
        var kept = try folder.configuration()
        kept.clockStart = Moment("2026-01-01T00:00:00Z")
        var unkept = kept
        unkept.dataFile = nil
        try await withDrydock(unkept) { [kept] model in
            var numbers = SplitMix64(seed: seed)
            for _ in 0..<4 {
                var calls: [(String, String, String)] = []
                for _ in 0..<12 {
                    let world = ["default", "a", "b", "c"][Int(numbers.next() % 4)]
                    let call =
                        switch numbers.next() % 7 {
                        case 0, 1, 2: ("POST", "/v1/applications", Self.site)
                        case 3: ("POST", "/_drydock/clock?world=\(world)", #"{"advance":"1m"}"#)
                        case 4: ("POST", "/_drydock/reset?world=\(world)", "")
                        case 5: ("DELETE", "/_drydock/worlds/\(world)", "")
                        default: ("GET", "/_drydock/clock?world=\(world)", "")
                        }
                    calls += [(call.0, call.1 + "#" + world, call.2), ("GET", "/v1/applications#\(world)", "")]
                }
                let script = calls
                try await withDrydock(kept) { drydock in
                    for (method, target, body) in script {
                        let parts = target.split(separator: "#")
                        let headers = ["X-Drydock-World": String(parts[1])]
                        let answer = try await drydock.send(method, String(parts[0]), body: body, headers: headers)
                        let expected = try await model.send(method, String(parts[0]), body: body, headers: headers)
                        #expect(answer.status == expected.status, "\(method) \(target)")
                        #expect(answer.text == expected.text, "\(method) \(target)")
                    }
                }
            }
        }
    }

    /// Makes these worlds, each with an application.
    private static func fill(_ folder: DataFolder, _ worlds: [String]) async throws {
        try await withDrydock(folder.configuration()) { drydock in
            for name in ["default"] + worlds {
                _ = try await drydock.send(
                    "POST", "/v1/applications", body: site, headers: ["X-Drydock-World": name])
            }
        }
    }
}
