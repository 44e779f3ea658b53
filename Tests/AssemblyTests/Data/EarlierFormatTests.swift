import DrydockTesting
import FoundationEssentials
import Kernel
import Testing

/// What a release wrote that named the vendors one by one is in `Fixtures/earlier`: a data file, the export of a snapshot of the
/// same world, and what the server answered then. Made by hand once; never to be made again by what is to read it.
@Suite("What an earlier release wrote")
struct EarlierFormatTests {
    /// A request that changes nothing, and its answer.
    private struct Exchange: Decodable {
        let path: String
        let bearer: String
        let status: Int
        let body: String
    }

    @Test("a data file opens, and the world in it answers byte for byte as before")
    func dataFile() async throws {
        let folder = try DataFolder()
        try RepositoryFile.copy("Fixtures/earlier/worlds.db", to: folder.file)
        try await withDrydock(folder.configuration()) { drydock in
            try await Self.expectEarlierAnswers(of: drydock)
        }
    }

    @Test("an export is taken, and what is exported again is the same, but for tables that there were none of then")
    func export() async throws {
        let document = try RepositoryFile("Fixtures/earlier/snapshot.json").text
        try await withDrydock { drydock in
            let imported = try await drydock.send("PUT", "/_drydock/snapshots?name=earlier", body: document)
            #expect(imported.status == 201, "\(imported.text)")
            let exported = try await drydock.get("/_drydock/snapshots/earlier?world=kept")
            let (now, then) = (
                try JSONParser.parse(Array(exported.text.utf8)), try JSONParser.parse(Array(document.utf8))
            )
            #expect(try Self.withoutLaterTables(now, of: then) == then)
            _ = try await drydock.post("/_drydock/snapshots/earlier/restore?world=kept")
            try await Self.expectEarlierAnswers(of: drydock)
            let difference = try await drydock.get("/_drydock/snapshots/earlier/diff/now?world=kept")
            #expect(difference["summary"] == "nothing was made, changed or removed")
        }
    }

    /// A document without those tables that an earlier one of the same world had not, which are empty, and without its seal.
    private static func withoutLaterTables(_ now: JSONValue, of then: JSONValue) throws -> JSONValue {
        var document = try #require(now.object)
        document["seal"] = then.object?["seal"]
        for vendor in ["anchor", "anon"] {
            let state = try #require(document[vendor]?.object)
            let known = try #require(then.object?[vendor]?.object)
            let isLater = { (name: String) in known[name] == nil }
            #expect(state.members.filter { isLater($0.name) }.allSatisfy { $0.value == .object([:]) })
            document[vendor] = .object(
                JSONObject(state.members.filter { !isLater($0.name) }.map { ($0.name, $0.value) }))
        }
        return .object(document)
    }

    private static func expectEarlierAnswers(of drydock: RunningDrydock) async throws {
        let answers = try RepositoryFile("Fixtures/earlier/answers.json").text
        let exchanges = try JSONDecoder().decode([Exchange].self, from: Data(answers.utf8))
        #expect(exchanges.count == 8)
        for exchange in exchanges {
            var headers = ["X-Drydock-World": "kept", "Host": "drydock.localhost"]
            if !exchange.bearer.isEmpty { headers["Authorization"] = "Bearer \(exchange.bearer)" }
            let answer = try await drydock.send(
                "GET", exchange.path, key: exchange.path.hasPrefix("/v1") ? "sk-test" : "", headers: headers)
            #expect(answer.status == exchange.status, "\(exchange.path)")
            #expect(answer.text == exchange.body, "\(exchange.path)")
        }
    }
}
