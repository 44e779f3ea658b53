import Kernel
import Scenarios
import Testing

@Suite("Scenarios laid over each other")
struct OverlayTests {
    private static let base = """
        name: base
        title: The base
        seed: 3
        clock: { start: 2026-01-01T00:00:00Z, mode: frozen }
        shop:
          applications:
            - { id: a, name: A, source: base }
            - { name: B, source: base }
          policies: { quota: 1, apiKeys: [x, y], hosts: { a: base, b: base } }
        rules:
          - { id: one, on: bank.pay, effect: { delay: 1s } }
          - { on: bank.pay, effect: { delay: 2s } }
        """

    @Test("Mappings merge, items with the same id or name are replaced in place, the rest is appended or replaced")
    func merge() throws {
        let scenario = try TestReading.read(
            """
            extends: [base]
            clock: { mode: running }
            shop:
              applications:
                - { name: C, source: over }
                - { id: a, source: over }
                - { name: B, source: over }
              policies: { apiKeys: [z], hosts: { b: over } }
            """, library: ["base": Self.base])
        let shop = scenario.section(ShopSeed.self)
        #expect(
            shop.applications == [
                .init(id: "a", source: "over"), .init(name: "B", source: "over"), .init(name: "C", source: "over"),
            ])
        #expect(shop.policies == .init(quota: 1, apiKeys: ["z"], hosts: ["a": "base", "b": "over"]))
        #expect(scenario.seed == 3)
        #expect(scenario.clockStart == Moment("2026-01-01T00:00:00Z"))
        #expect(scenario.clockMode == .running)
    }

    @Test("Name and title are those of the overlay, even where it has none")
    func name() throws {
        let scenario = try TestReading.read("extends: [base]", library: ["base": Self.base])
        #expect(scenario.name == "test")
        #expect(scenario.title == "test")
    }

    @Test("Rules of the overlay are asked first and replace those with their id")
    func rules() throws {
        let scenario = try TestReading.read(
            """
            extends: [base]
            rules:
              - { on: shop.getSession, effect: { delay: 3s } }
              - { id: one, on: bank.pay, effect: { delay: 4s } }
            """, library: ["base": Self.base])
        #expect(scenario.rules.map(\.effect?.delay) == [.fixed(.seconds(3)), .fixed(.seconds(4)), .fixed(.seconds(2))])
    }

    @Test("An empty list or null takes back what was there")
    func clearing() throws {
        let scenario = try TestReading.read(
            "extends: [base]\nrules: []\nclock: null\nshop: { applications: [] }", library: ["base": Self.base])
        #expect(scenario.rules.isEmpty)
        #expect(scenario.clockMode == nil)
        #expect(scenario.section(ShopSeed.self).applications?.isEmpty == true)
        #expect(scenario.section(ShopSeed.self).policies?.quota == 1)
    }

    @Test("Of several bases and several documents the later ones win")
    func order() throws {
        let reader = TestReading.reader([
            "a": "seed: 1\nshop: { policies: { quota: 1, share: 1 } }",
            "b": "seed: 2\nshop: { policies: { quota: 2 } }",
            "both": "extends: [a, b]",
        ])
        let first = ScenarioDocument(name: "first", file: "first.yaml", text: "extends: [both]\ntitle: First")
        let second = ScenarioDocument(name: "second", file: "second.yaml", text: "shop: { policies: { isOpen: true } }")
        let scenario = try reader.read([first, second])
        #expect(scenario.seed == 2)
        #expect(scenario.name == "second")
        #expect(scenario.section(ShopSeed.self).policies == .init(quota: 2, share: 1, isOpen: true))
    }

    @Test("A scenario that is reached on two ways is no circle")
    func diamond() throws {
        let scenario = try TestReading.read(
            "extends: [left, right]",
            library: ["left": "extends: [base]", "right": "extends: [base]\nseed: 9", "base": Self.base])
        #expect(scenario.seed == 9)
        #expect(scenario.rules.count == 3, "the rule without an id has no name to be recognised by")
    }
}
