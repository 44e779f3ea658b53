import Scenarios
import Testing

@Suite("Bounds of scenario texts")
struct BoundTests {
    @Test("A text of more than 1 MiB is refused unread")
    func size() {
        let text = "title: " + String(repeating: "a", count: 1 << 20)
        #expect(TestReading.complaints(about: text) == ["test.yaml:1:1: the text is longer than 1 MiB"])
    }

    @Test("A text of just 1 MiB is read")
    func largest() throws {
        let text = "title: " + String(repeating: "a", count: (1 << 20) - 7)
        #expect(try TestReading.read(text).title.count == (1 << 20) - 7)
    }

    @Test(
        "Nesting ends at 64 levels",
        arguments: [(60, true), (61, false), (900, false), (5000, false), (400_000, false)])
    func depth(levels: Int, isRead: Bool) {
        let nested = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        let text =
            "shop: { identities: [{ application: a, metadata: \(nested) }], applications: [{ name: a, source: s }] }"
        let complaints = TestReading.complaints(about: text)
        #expect(complaints.isEmpty == isRead, "\(complaints)")
        #expect(complaints.allSatisfy { $0.contains("nest") }, "\(complaints)")
    }

    @Test("Aliases that stand for more than a million values are refused")
    func aliases() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1..<12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(aliases)]")
        }
        let complaints = TestReading.complaints(about: lines.joined(separator: "\n"))
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains("more than 1000000 values") == true, "\(complaints)")
    }

    @Test(
        "Aliases in keys are refused before the text is parsed",
        arguments: [
            "*a : 1", "? *a\n: 1", "? [*a]\n: 1", "{ ? *a : 1 }", "[*a]: 1", "{ [*a] : 1 }", "[ ? *a : 1 ]", "{?[*a]}",
        ])
    func aliasKeys(key: String) {
        #expect(
            TestReading.complaints(about: "x: &a [y]\n\(key)\n")
                == ["test.yaml:2:1: an alias or a collection cannot be a key where aliases are used"])
    }

    @Test("An alias in a value stands for what it names")
    func alias() throws {
        let scenario = try TestReading.read(
            """
            shop:
              applications:
                - &first { name: A, source: s }
                - *first
            """)
        #expect(scenario.section(ShopSeed.self).applications?.map(\.name) == ["A", "A"])
    }
}
