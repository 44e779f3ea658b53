import Kernel
import Testing

@Suite("IDSequence")
struct IDSequenceTests {
    private func sequence(seed: UInt64 = 7, world: String = "default", stream: String = "anchor") -> IDSequence {
        IDSequence(seed: seed, tag: WorldTag(name: world), stream: stream)
    }

    @Test("the same seed, world and stream issue the same, any other issues something else")
    func deterministic() {
        var first = sequence()
        var second = sequence()
        let ids = (0..<100).map { _ in first.uuid() }
        #expect(ids == (0..<100).map { _ in second.uuid() })
        for var other in [sequence(seed: 8), sequence(world: "w"), sequence(stream: "anon")] {
            #expect(Set(ids).isDisjoint(with: (0..<100).map { _ in other.uuid() }))
        }
    }

    @Test("a position that only an edited document has is refused, or gone on from", arguments: [0, 1] as [UInt64])
    func extremes(beyond: UInt64) throws {
        let text = String(decoding: try RowCoding.bytes(sequence()), as: UTF8.self)
        let count = UInt64(Counter.limit) + beyond
        let edited = Array(text.replacing(#""count":0"#, with: #""count":\#(count)"#).utf8)
        guard beyond == 0 else {
            #expect(throws: DecodingError.self) { try RowCoding.value(edited, as: IDSequence.self) }
            return
        }
        var ids = try RowCoding.value(edited, as: IDSequence.self)
        #expect(ids.uuid() != ids.uuid())
        #expect(try RowCoding.value(RowCoding.bytes(ids), as: IDSequence.self).issued == ids.issued)
    }

    @Test("100,000 ids are 100,000 different version-4 UUIDs that lead back to their world")
    func shape() throws {
        var ids = sequence(world: "checkout-7")
        let issued = (0..<100_000).map { _ in ids.uuid() }
        #expect(Set(issued).count == issued.count)
        let pattern = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(issued.prefix(1000).allSatisfy { $0.wholeMatch(of: pattern) != nil })
        #expect(issued.allSatisfy { WorldTag(issued: $0) == WorldTag(name: "checkout-7") })
    }

    @Test("secrets lead back to their world, with any prefix and in any case")
    func secrets() {
        var ids = sequence(world: "w1")
        for prefix in ["", "sk-", "anon_sandbox_"] {
            let secret = ids.secret(prefix: prefix)
            #expect(secret.hasPrefix(prefix) && secret.count == prefix.count + 64)
            #expect(WorldTag(issued: secret) == WorldTag(name: "w1"))
            #expect(WorldTag(issued: secret.uppercased()) == WorldTag(name: "w1"))
        }
    }

    @Test(
        "text from elsewhere leads to no world",
        arguments: ["", "sk-test", "7b0f1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d", String(repeating: "é", count: 40)])
    func foreign(text: String) {
        #expect(WorldTag(issued: text) != WorldTag(name: "default"))
    }
}
