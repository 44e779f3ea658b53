import Kernel
import Testing

@testable import Assembly

@Suite("Which world has to go")
struct WorldTableTests {
    @Test("always the one that was idle longest, whatever came between", arguments: [1, 2, 3] as [UInt64])
    func idlest(seed: UInt64) throws {
        let worlds = try TestWorlds()
        var numbers = SplitMix64(seed: seed)
        var table = WorldTable(capacity: 40)
        // The model: names by last use, the idlest first.
        var order: [String] = []
        for round in 0..<600 {
            let name = "w\(numbers.next() % 90)"
            if let name = WorldName(name), table.arrive(at: name) == nil {
                let evicted = try table.put(worlds.world(name.description)).evicted
                #expect(evicted?.name.description == (order.count == 40 ? order.removeFirst() : nil), "round \(round)")
            }
            order.removeAll { $0 == name }
            order.append(name)
            let gone = order[Int(numbers.next() % UInt64(order.count))]
            if round % 17 == 0, let name = WorldName(gone) {
                let removed = table.remove(name)
                #expect(removed != nil)
                order.removeAll { $0 == gone }
            }
        }
        #expect(table.all.map(\.name.description) == order.sorted())
    }

    @Test("the default world stays although it is the idlest")
    func defaultWorld() throws {
        let worlds = try TestWorlds()
        var table = WorldTable(capacity: 2)
        for name in ["default", "a", "b", "c"] { _ = try table.put(worlds.world(name)) }
        #expect(table.all.map(\.name.description) == ["c", "default"])
    }
}
