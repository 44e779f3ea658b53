import Kernel
import Scenarios
import Testing

@testable import Assembly

@Suite("Edited scenario files")
struct ScenarioWatchTests {
    private static let files = [
        "base.yaml": "title: Base\nclock: { mode: frozen, start: 2026-01-01T00:00:00Z }\n",
        "overlay.yaml": "extends: [base]\ntitle: Overlay\n", "other.yaml": "title: Other\n",
    ]
    private static let later = "title: Base\nclock: { mode: frozen, start: 2026-02-02T00:00:00Z }\n"

    private let folder: WatchedFolder
    private let name: WorldName

    init() throws {
        folder = try WatchedFolder(Self.files, startingFrom: "base")
        name = try #require(WorldName("w"))
    }

    private var now: String { get throws { try folder.worlds.world(name).clock.now.description } }

    @Test("are in use after they have stayed the same for a look, and their worlds begin anew")
    func edit() throws {
        let before = try folder.worlds.world(name)
        try folder.save("base.yaml", Self.later)
        folder.look(times: 1)
        #expect(try folder.worlds.world(name) === before)
        folder.look(times: 1)
        #expect(try now == "2026-02-02T00:00:00.000Z")
        let after = try folder.worlds.world(name)
        folder.look(times: 5)
        #expect(try folder.worlds.world(name) === after)
    }

    @Test("change what new worlds and resets begin from")
    func start() throws {
        _ = try folder.worlds.world(name)
        try folder.save("base.yaml", Self.later)
        folder.look()
        try folder.worlds.reset(name)
        #expect(try now == "2026-02-02T00:00:00.000Z")
        #expect(try folder.worlds.world(.default).clock.now.description == "2026-02-02T00:00:00.000Z")
    }

    @Test("reach worlds whose scenario extends them, also one given as text")
    func extended() throws {
        let inline = try #require(WorldName("inline"))
        try folder.load("overlay", into: name)
        try folder.load(text: "extends: [base]\nseed: 1\n", into: inline)
        try folder.save("base.yaml", Self.later)
        folder.look()
        #expect(try now == "2026-02-02T00:00:00.000Z")
        #expect(try folder.worlds.world(inline).clock.now.description == "2026-02-02T00:00:00.000Z")
        #expect(try folder.worlds.world(inline).scenarioName == "inline")
    }

    @Test("leave worlds of other scenarios alone", arguments: ["other", "demo"])
    func others(scenario: String) throws {
        try folder.load(scenario, into: name)
        let world = try folder.worlds.world(name)
        try folder.save("base.yaml", Self.later)
        folder.look()
        #expect(try folder.worlds.world(name) === world)
        #expect(try folder.worlds.world(.default).clock.now.description == "2026-02-02T00:00:00.000Z")
    }

    @Test("are all in use or none: one mistake anywhere keeps the old set")
    func mistake() throws {
        let world = try folder.worlds.world(name)
        try folder.save("base.yaml", Self.later)
        try folder.save("other.yaml", "titel: x\n")
        folder.look()
        #expect(
            folder.scenarioStore.complaints == [
                "\(folder.path)/other.yaml:1:1: unknown key `titel`; did you mean `title`?"
            ])
        #expect(try folder.worlds.world(name) === world)
        #expect(try folder.scenarioStore.catalog.scenario(named: "other").title == "Other")
        try folder.save("other.yaml", "title: Mended\n")
        folder.look()
        #expect(folder.scenarioStore.complaints.isEmpty)
        #expect(try now == "2026-02-02T00:00:00.000Z")
        #expect(try folder.scenarioStore.catalog.scenario(named: "other").title == "Mended")
    }

    @Test("that were taken back leave no complaint and no trace")
    func takenBack() throws {
        let world = try folder.worlds.world(name)
        try folder.save("other.yaml", "titel: x\n")
        folder.look()
        #expect(folder.scenarioStore.complaints.count == 1)
        try folder.save("other.yaml", "title: Other\n")
        folder.look()
        #expect(folder.scenarioStore.complaints.isEmpty)
        #expect(try folder.worlds.world(name) === world)
    }

    @Test("with the same text change nothing")
    func touched() throws {
        let world = try folder.worlds.world(name)
        let version = folder.scenarioStore.version
        try folder.save("base.yaml", Self.files["base.yaml"] ?? "")
        folder.look()
        #expect(try folder.worlds.world(name) === world)
        #expect(folder.scenarioStore.version == version)
    }

    @Test("that are new win over built-in ones, and worlds of those begin anew")
    func shadow() throws {
        try folder.load("demo", into: name)
        try folder.save("demo.yaml", Self.later)
        folder.look()
        #expect(try now == "2026-02-02T00:00:00.000Z")
        #expect(try folder.worlds.world(name).scenarioName == "demo")
    }

    @Test("that are gone leave their worlds as they are")
    func deleted() throws {
        try folder.load("other", into: name)
        let world = try folder.worlds.world(name)
        try folder.delete("other.yaml")
        folder.look()
        #expect(folder.scenarioStore.complaints.isEmpty)
        #expect(try folder.worlds.world(name) === world)
        #expect(throws: StartRefusal.self) { try folder.scenarioStore.catalog.scenario(named: "other") }
    }

    @Test("that worlds begin from may not go")
    func startDeleted() throws {
        try folder.delete("overlay.yaml")
        try folder.delete("base.yaml")
        folder.look()
        #expect(folder.scenarioStore.complaints.count == 1)
        #expect(folder.scenarioStore.complaints.first?.contains("there is no scenario `base`") == true)
        #expect(try now == "2026-01-01T00:00:00.000Z")
    }
}
