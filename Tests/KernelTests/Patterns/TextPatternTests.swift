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
}
