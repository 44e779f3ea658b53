import Testing

@testable import Kernel

@Suite("A state that can go back")
struct RewindableStoreTests {
    private struct Stop: Error {}

    private let store = RewindableStore(NoteState())

    private func put(_ value: Int?, _ key: String) {
        store.update { $0.notes[key] = value }
    }

    private func notes(at version: Int) -> [String: Int] {
        var (state, log) = store.copy
        log.rewind(&state, to: version)
        return Dictionary(uniqueKeysWithValues: state.notes.tree.map { ($0.key, $0.value) })
    }

    @Test("every marked version is as it was, whatever was done since")
    func marks() {
        var seen: [(version: Int, notes: [String: Int], count: Int)] = []
        store.keep(from: 0)
        for step in 0..<50 {
            seen.append((store.mark(), notes(at: store.version), store.read(\.count)))
            for part in 0...(step % 3) {
                store.update { state in
                    state.notes["\(step % 7)"] = part == 1 ? nil : step
                    state.others["\(step % 5)"] = state.notes["\(part)"]
                    state.count += 1
                }
            }
        }
        for (version, notes, count) in seen {
            #expect(self.notes(at: version) == notes)
            var (state, log) = store.copy
            log.rewind(&state, to: version)
            #expect(state.count == count)
        }
    }

    @Test("a transition that changes nothing leaves nothing, and is no new version")
    func nothing() {
        store.keep(from: store.mark())
        store.update { _ = $0.notes["a"] }
        store.update { $0.notes["a"] = nil }
        store.update { $0.count += 0 }
        #expect(store.version == 0)
        #expect(store.copy.log.steps(backTo: 0).isEmpty)
        put(1, "a")
        #expect(store.version == 1)
    }

    @Test("what a transition that throws has changed stays changed, and can be taken back")
    func thrown() {
        let mark = store.mark()
        store.keep(from: mark)
        #expect(throws: Stop.self) {
            try store.update { (state) throws(Stop) in
                state.notes["a"] = 1
                throw Stop()
            }
        }
        #expect(store.read { $0.notes["a"] } == 1)
        #expect(notes(at: mark) == [:])
    }

    @Test("what nobody may go back to is forgotten, and not recorded to begin with")
    func forgetting() {
        put(1, "a")
        #expect(store.copy.log.steps(backTo: 0).isEmpty)
        store.keep(from: store.mark())
        put(2, "a")
        let mark = store.mark()
        put(3, "a")
        #expect(store.copy.log.steps(backTo: 0).count == 2)
        store.keep(from: mark)
        store.trim()
        #expect(store.copy.log.steps(backTo: 0).count == 1)
        #expect(notes(at: mark) == ["a": 2])
        store.keep(from: nil)
        store.trim()
        #expect(store.copy.log.steps(backTo: 0).isEmpty)
    }

    @Test("between two marks there is one step, however many transitions there were, of bounded size")
    func merging() {
        let mark = store.mark()
        store.keep(from: mark)
        for step in 0..<20_000 { put(step, "\(step % 3)") }
        #expect(store.copy.log.steps(backTo: 0).count == 1)
        #expect(store.copy.log.steps(backTo: 0).allSatisfy { $0.notes.count < 1100 })
        #expect(notes(at: mark) == [:])
        let later = store.mark()
        put(0, "x")
        #expect(store.copy.log.steps(backTo: 0).count == 2)
        #expect(notes(at: later).count == 3)
    }

    @Test("a key comes back with the bytes that it had, although other text that is equal took its place")
    func bytes() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        put(1, composed)
        let mark = store.mark()
        store.keep(from: mark)
        put(2, decomposed)
        put(nil, decomposed)
        put(3, decomposed)
        #expect(store.read { $0.notes.keys.map { Array($0.utf8) } } == [Array(decomposed.utf8)])
        #expect(notes(at: mark).map { Array($0.key.utf8) } == [Array(composed.utf8)])
        #expect(notes(at: mark)[composed] == 1)
    }

    @Test("a store that goes on from an earlier version knows what was before that")
    func branches() {
        store.keep(from: 0)
        let first = store.mark()
        put(1, "a")
        let second = store.mark()
        put(2, "a")
        let (elsewhere, since) = (store.copy.state, store.copy.log.steps(backTo: second))
        put(3, "b")
        let log = store.copy.log.branched(at: second, followedBy: since)
        let branch = RewindableStore(elsewhere, log: log)
        branch.keep(from: first)
        branch.update { $0.notes["c"] = 4 }
        for (version, expected) in [(first, [:]), (second, ["a": 1])] {
            var (state, log) = branch.copy
            log.rewind(&state, to: version)
            #expect(Dictionary(uniqueKeysWithValues: state.notes.tree.map { ($0.key, $0.value) }) == expected)
        }
    }

    @Test("rows that were removed or changed weigh something")
    func weight() {
        store.keep(from: store.mark())
        for number in 0..<100 { put(number, "\(number)") }
        let made = store.recordedBytes
        _ = store.mark()
        store.update { state in for number in 0..<100 { state.notes["\(number)"] = nil } }
        #expect(made >= 100 * 24)
        #expect(store.recordedBytes - made >= 100 * 256)
    }
}

/// Two tables and a count.
private struct NoteState: RewindableState {
    struct Undo: StateUndo {
        let scalars: Int
        var notes = FormerRows<String, Int>()
        var others = FormerRows<String, Int>()

        init(_ scalars: Int) {
            self.scalars = scalars
        }
    }

    var notes = Table<String, Int>()
    var others = Table<String, Int>()
    var count = 0

    var scalars: Int {
        get { count }
        set { count = newValue }
    }

    mutating func visitTables(_ undo: inout Undo, by visitor: inout some TableVisitor) {
        visitor.visit(&notes, &undo.notes)
        visitor.visit(&others, &undo.others)
    }
}
