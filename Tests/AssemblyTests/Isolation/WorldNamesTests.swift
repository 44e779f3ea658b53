import Kernel
import Testing

@testable import Assembly

@Suite("Which name a mark stands for")
struct WorldNamesTests {
    private let first = WorldName("w22285407") ?? .default
    private let second = WorldName("w44215535") ?? .default

    @Test("a name that is gone keeps its mark until so many others have gone, and one that came back for longer")
    func memory() throws {
        var names = WorldNames(memory: 3)
        try names.claim(first)
        names.depart(first)
        for number in 0..<2 { names.depart(try #require(WorldName("a\(number)"))) }
        #expect(throws: WorldRefusal.nameCollides(second, with: first)) { try names.check(second) }
        try names.claim(first)
        for number in 0..<9 { names.depart(try #require(WorldName("b\(number)"))) }
        #expect(throws: WorldRefusal.nameCollides(second, with: first)) { try names.check(second) }
        names.depart(first)
        for number in 0..<3 { names.depart(try #require(WorldName("c\(number)"))) }
        try names.claim(second)
        #expect(names.owner(of: first.tag) == second)
    }

    @Test("the default world's is always its own")
    func defaultWorld() {
        var names = WorldNames(memory: 1)
        names.depart(.default)
        names.depart(first)
        names.depart(second)
        #expect(names.owner(of: WorldName.default.tag) == .default)
    }
}
