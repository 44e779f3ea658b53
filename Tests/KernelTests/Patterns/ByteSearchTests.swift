import Kernel
import Testing

@Suite("Texts looked for in texts")
struct ByteSearchTests {
    @Test("finds what the standard library finds, with all the repetitions that two letters make")
    func finds() {
        var numbers = SplitMix64(seed: 3)
        func word(_ length: UInt64) -> String {
            String((0..<numbers.next() % length).map { _ in numbers.next() % 2 == 0 ? "a" : "b" } as [Character])
        }
        for _ in 0..<2000 {
            let (wanted, text) = (word(8), word(40))
            #expect(
                ByteSearch(wanted).occurs(in: text) == (wanted.isEmpty || text.contains(wanted)), "\(wanted) in \(text)"
            )
        }
    }

    /// Character by character, beginning anew at each place, this takes minutes.
    @Test("a long text that nearly occurs everywhere takes no longer than both lengths")
    func nearly() {
        let search = ByteSearch(String(repeating: "a", count: 50_000) + "b")
        let text = String(repeating: "a", count: 200_000)
        let took = ContinuousClock().measure { #expect(!search.occurs(in: text)) }
        #expect(took < .seconds(5))
    }

    @Test(
        "operations fit patterns piece by piece",
        arguments: [
            ("*", "anchor.a", true), ("anchor.*", "anchor.a", true), ("*.a", "anchor.a", true),
            ("a*r*a", "anchor.a", true),
            ("a**a", "aa", true), ("a*a", "a", false), ("*n*h*n*", "anchor.a", false), ("*b*", "anchor.a", false),
            ("anchor.a", "anchor.a", true), ("anchor", "anchor.a", false), ("", "", true), ("ab*ba", "aba", false),
        ])
    func operations(pattern: String, operation: String, fits: Bool) {
        #expect(OperationPattern(pattern).matches(operation) == fits)
    }
}
