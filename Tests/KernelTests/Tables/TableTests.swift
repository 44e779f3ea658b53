import Testing

@testable import Kernel

@Suite("Which rows of a table were touched")
struct TableTests {
    private let composed = "\u{E9}"
    private let decomposed = "e\u{301}"

    @Test("a row is known by the bytes of its key that the store has, whatever equal text it is asked for by")
    func bytes() {
        var table = Table<String, Int>()
        table[composed] = 1
        table.beginTracking()
        table[decomposed] = 2
        #expect(table[composed] == 2)
        #expect(Self.bytes(table.takeTouched()) == [Array(composed.utf8)])
        table.removeValue(forKey: decomposed)
        #expect(Self.bytes(table.takeTouched()) == [Array(composed.utf8)])
        table[decomposed] = 3
        table[composed] = 4
        #expect(Self.bytes(table.takeTouched()) == [Array(decomposed.utf8)])
    }

    @Test("a row that goes and comes back under equal text, before the store asks, is one row for it")
    func replaced() {
        var table = Table<String, Int>()
        table[composed] = 1
        table.beginTracking()
        table.removeValue(forKey: composed)
        table[decomposed] = 2
        #expect(Self.bytes(table.takeTouched()) == [Array(composed.utf8)])
        table[decomposed] = 3
        #expect(Self.bytes(table.takeTouched()) == [Array(composed.utf8)])
    }

    private static func bytes(_ keys: Set<String>) -> [[UInt8]] { keys.map { Array($0.utf8) } }
}
