import Kernel
import Scenarios
import Testing

@Suite("Reading scenarios")
struct ScenarioReaderTests {
    @Test("Everything that may stand in a scenario arrives")
    func whole() throws {
        let scenario = try TestReading.read(
            """
            name: whole
            title: All of it
            seed: 18446744073709551615
            clock: { start: 2026-01-01T01:00:00+01:00, mode: frozen }
            shop:
              applications:
                - { id: 007, name: yes, source: "https://example.com" }
              identities:
                - { application: 007, status: failed, metadata: { n: 1, x: 1.5, t: true, s: "1", d: 2026-01-01, z: ~ } }
              policies: { after: PT15M, quota: 3, share: 0.5, isOpen: false, apiKeys: [1e3, sk], hosts: { a: b } }
            rules:
              - id: first
                on: shop.createSession
                when: { body: { identities.0.id: 1c2d }, header: { x-a: { present: true } }, path: { id: { matches: ^a } } }
                times: 2
                effect: { delay: 1s, reply: { status: 418, reason: Teapot, headers: { X-A: 1 }, body: { a: [1] } } }
            """)
        #expect(scenario.name == "whole")
        #expect(scenario.title == "All of it")
        #expect(scenario.seed == .max)
        #expect(scenario.clockStart == Moment("2026-01-01T00:00:00Z"))
        #expect(scenario.clockMode == .frozen)
        let shop = scenario.section(ShopSeed.self)
        #expect(shop.applications == [.init(id: "007", name: "yes", source: "https://example.com")])
        #expect(
            shop.identities == [
                .init(
                    application: "007", status: .failed,
                    metadata: ["n": 1, "x": .number(1.5), "t": true, "s": "1", "d": "2026-01-01", "z": .null])
            ])
        #expect(
            shop.policies
                == .init(
                    after: .minutes(15), quota: 3, share: 0.5, isOpen: false, apiKeys: ["1e3", "sk"], hosts: ["a": "b"])
        )
        let rule = try #require(scenario.rules.first)
        #expect(rule.id == "first" && rule.on == "shop.createSession" && rule.times == 2)
        #expect(rule.when?.body == ["identities.0.id": .equals("1c2d")])
        #expect(rule.when?.header == ["x-a": .present])
        #expect(rule.when?.path == ["id": .matches(try TextPattern("^a"))])
        #expect(rule.effect?.delay == .fixed(.seconds(1)))
        #expect(rule.effect?.reply?.status == 418 && rule.effect?.reply?.headers == ["X-A": "1"])
        #expect(rule.effect?.reply?.body == ["a": [1]])
    }

    @Test(
        "A text that says nothing is the document's name and all defaults",
        arguments: ["", "# nothing\n", "---\n", "{}"])
    func empty(text: String) throws {
        let scenario = try TestReading.read(text)
        #expect(scenario.name == "test")
        #expect(scenario.title == "test")
        #expect(scenario.seed == 0)
        #expect(scenario.clockStart == nil)
        #expect(scenario.clockMode == nil)
        #expect(scenario.rules.isEmpty)
        #expect(scenario.section(ShopSeed.self) == ShopSeed())
    }

    @Test("JSON is read as YAML is")
    func json() throws {
        let scenario = try TestReading.read(
            #"{"name":"j","shop":{"applications":[{"id":"7","source":"s\u00e9\/"}]},"rules":[{"on":"bank.pay","effect":{"problem":"notFound"}}]}"#
        )
        #expect(scenario.section(ShopSeed.self).applications == [.init(id: "7", source: "sé/")])
        #expect(scenario.rules == [Rule(on: "bank.pay", effect: Effect(problem: "notFound"))])
    }

    @Test("A key without a value is as good as absent")
    func null() throws {
        let scenario = try TestReading.read("title:\nclock: ~\nshop: { policies: null }\nrules: null\n")
        #expect(scenario.title == "test")
        #expect(scenario.section(ShopSeed.self).policies == nil)
        #expect(scenario.rules.isEmpty)
    }
}
