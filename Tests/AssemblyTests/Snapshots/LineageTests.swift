import Testing

@testable import Assembly

@Suite("Lines of history")
struct LineageTests {
    private let first = Lineage(line: 1)

    @Test("what goes on shares everything with itself, and nothing with a stranger")
    func simple() {
        #expect(first.lastShared(with: first) == .max)
        #expect(first.lastShared(with: Lineage(line: 2)) == 0)
    }

    @Test("a branch shares what was before it left, with its stem and with other branches")
    func branches() {
        let second = first.branched(after: 10, line: 2)
        let third = first.branched(after: 18, line: 3)
        let fourth = second.branched(after: 15, line: 4)
        #expect(first.lastShared(with: second) == 10)
        #expect(second.lastShared(with: first) == 10)
        #expect(second.lastShared(with: third) == 10)
        #expect(second.lastShared(with: fourth) == 15)
        #expect(third.lastShared(with: fourth) == 10)
        #expect(first.lastShared(with: third) == 18)
    }

    @Test("a branch that leaves before its stem began is the stem's stem's")
    func deep() {
        let second = first.branched(after: 10, line: 2)
        let third = second.branched(after: 4, line: 3)
        #expect(third == first.branched(after: 4, line: 3))
        #expect(second.lastShared(with: third) == 4)
        #expect(first.branched(after: 0, line: 9) == Lineage(line: 9))
    }
}
