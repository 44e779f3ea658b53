import Kernel
import Testing

/// Numbers that a scenario or the control plane cannot give a rule, and an edited snapshot or data file can.
@Suite("Numbers in a rule book that was edited")
struct RuleBookNumberTests {
    private static let dribble = ConnectionEffect.dribble(bytes: 7, every: .seconds(1))
    private static let effect = Effect(
        delay: Delay(.lognormal(LognormalDelay(median: .zero, sigma: 1), atMost: nil)),
        reply: ReplyEffect(status: 503), connection: dribble)
    private static let rules = [
        Rule(id: "r", times: 5, probability: 1, effect: effect),
        Rule(id: "s", effect: Effect(afterHandling: LateEffect(connection: .truncate(after: 11)))),
    ]

    private func edited(_ old: String, _ new: String) throws -> RuleBookState {
        let text = String(decoding: try RowCoding.bytes(RuleBookState(Self.rules)), as: UTF8.self)
        #expect(text.contains(old), "\(text)")
        return try RowCoding.value(Array(text.replacing(old, with: new).utf8))
    }

    @Test(
        "is refused with words, as none of them may trap when the rule acts",
        arguments: [
            (#""times":5"#, #""times":-9223372036854775808"#, "rule r: `times` must be"),
            (#""times":5"#, #""times":0"#, "rule r: `times` must be"),
            (#""probability":1"#, #""probability":1.5"#, "`probability` must be from 0 to 1, not 1.5"),
            (#""status":503"#, #""status":100000"#, "`status` must be from 200 to 599, not 100000"),
            (#""status":503"#, #""status":-1"#, "`status` must be from 200 to 599, not -1"),
            (#""sigma":1"#, #""sigma":1e300"#, "`sigma` must be from 0 to 5"),
            (#""bytes":7"#, #""bytes":0"#, "`bytes` must be"),
            (#""after":11"#, #""after":-1"#, "rule s: `after` must be"),
            (#""every":"1s""#, #""every":"100000000d""#, "must be at most 3650d"),
            (#""matched":0"#, #""matched":9223372036854775807"#, "entries"),
            (#""draws":0"#, #""draws":-1"#, "draws is -1, which is not a number from 0"),
            (#""serial":1"#, #""serial":9223372036854775807"#, "serial is 9223372036854775807"),
        ])
    func refused(old: String, new: String, words: String) {
        #expect {
            try edited(old, new)
        } throws: { error in
            guard case .dataCorrupted(let context)? = error as? DecodingError else { return false }
            return context.debugDescription.contains(words)
        }
    }

    @Test("counts at their bounds do not trap, and can be written and read again")
    func saturated() throws {
        let limit = Counter.limit
        let text = String(decoding: try RowCoding.bytes(RuleBookState(Self.rules, seed: .max)), as: UTF8.self)
            .replacing(#""times":5"#, with: #""times":\#(Int.max)"#)
            .replacing(#""matched":0"#, with: #""matched":\#(limit)"#)
            .replacing(#""draws":0"#, with: #""draws":\#(limit)"#)
            .replacing(#""serial":2"#, with: #""serial":\#(limit)"#)
        let book = RuleBook(try RowCoding.value(Array(text.utf8), as: RuleBookState.self))
        let use = try #require(book.take(operation: "anchor.a", subject: RuleRequest()))
        #expect(use.id == "r" && use.rule.matched == limit)
        #expect(use.rule.remaining == Int.max - limit)
        #expect(book.add(Rule(effect: Effect(problem: "outOfCredits"))).id.hasPrefix("rule-"))
        let again = try RowCoding.value(RowCoding.bytes(book.snapshot), as: RuleBookState.self)
        #expect(again == book.snapshot)
    }
}
