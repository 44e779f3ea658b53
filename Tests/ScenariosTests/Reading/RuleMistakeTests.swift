import Scenarios
import Testing

@Suite("Mistakes in rules")
struct RuleMistakeTests {
    @Test("A mistake in a scenario's rule is told with its line, its column and what was meant", arguments: inScenarios)
    func mistake(_ mistake: Mistake) {
        #expect(TestReading.complaints(about: mistake.text) == mistake.complaints)
    }

    @Test("A mistake in a rule alone is told in the same words", arguments: form + conditions + effects + parts)
    func alone(_ mistake: Mistake) {
        do throws(ScenarioComplaints) {
            let rule = try TestReading.reader([:]).readRule(mistake.text, file: "rule")
            Issue.record("\(rule) was read")
        } catch {
            #expect(error.complaints.map(\.description) == mistake.complaints)
        }
    }

    static let inScenarios = [
        Mistake(
            "an unknown operation", "rules:\n  - on: shop.creatSession\n    effect: { delay: 1s }\n",
            "test.yaml:2:9: no operation is called `shop.creatSession`; did you mean `shop.createSession`?"),
        Mistake(
            "an unknown problem", "rules:\n  - on: shop.*\n    effect: { problem: outOfCredit }\n",
            "test.yaml:3:24: shop has no problem `outOfCredit`; did you mean `outOfCredits`?"),
        Mistake(
            "an id twice",
            "rules:\n  - { id: a, on: bank.pay, effect: { delay: 1s } }\n  - { id: a, on: bank.pay, effect: { delay: 2s } }\n",
            "test.yaml:3:11: the id `a` belongs to `rules[0]` already"),
        Mistake(
            "no effect", "rules:\n  - on: bank.pay\n", "test.yaml:2:5: `rules[0]` needs one of effect, state"),
        Mistake(
            "an effect without effect", "rules:\n  - { on: bank.pay, effect: {} }\n",
            "test.yaml:2:29: `rules[0].effect` needs one of delay, problem, reply, connection, afterHandling, duplicate, tls"
        ),
        Mistake(
            "two answers", "rules:\n  - on: bank.pay\n    effect: { problem: notFound, reply: { status: 200 } }\n",
            "test.yaml:3:34: `problem` and `reply` exclude each other in `rules[0].effect`"),
        Mistake(
            "bounds the wrong way round",
            "rules:\n  - on: bank.pay\n    effect: { delay: { uniform: { from: 2s, to: 1s } } }\n",
            "test.yaml:3:22: `from` must not be longer than `to`"),
    ]

    static let form = [
        Mistake("nothing", "", "rule:1:1: a rule needs one of effect, state"),
        Mistake("a list", "[]", "rule:1:1: a rule must be a mapping, not a list"),
        Mistake(
            "no YAML", "{",
            "rule:2:1: not YAML: did not find expected node content (while parsing a flow node that begins at 2:1)"),
        Mistake(
            "an unknown key", "{\"time\": 1,\n\"effect\":{\"delay\":\"1s\"}}",
            "rule:1:2: unknown key `time`; did you mean `times`?"),
        Mistake("an empty id", "id: \"\"\neffect: { delay: 1s }", "rule:1:5: `id` must not be empty"),
        Mistake(
            "an operation that is a number", "on: [7]\neffect: { delay: 1s }",
            "rule:1:5: `on` must be a string, not a list"),
        Mistake(
            "a pattern for nothing", "on: cafe.*\neffect: { delay: 1s }",
            "rule:1:5: no operation is called `cafe.*`; `drydock operations` prints those that there are"),
        Mistake(
            "a problem that one of the vendors does not have", "on: \"*\"\neffect: { problem: outOfCredits }",
            "rule:2:20: bank has no problem `outOfCredits`; known are notFound"),
        Mistake(
            "the same without an operation", "effect: { problem: outOfCredits }",
            "rule:1:20: bank has no problem `outOfCredits`; known are notFound"),
        Mistake(
            "an unknown problem after handling", "on: bank.pay\neffect: { afterHandling: { problem: notFond } }",
            "rule:2:37: bank has no problem `notFond`; did you mean `notFound`?"),
        Mistake(
            "times without meaning", "{ times: 0, effect: { delay: 1s } }",
            "rule:1:10: `times` must be at least 1, not 0"),
        Mistake(
            "a probability beyond certainty", "{ probability: 1.1, effect: { delay: 1s } }",
            "rule:1:16: `probability` must be from 0 to 1, not 1.1"),
        Mistake(
            "a probability in words", "{ probability: often, effect: { delay: 1s } }",
            "rule:1:16: `probability` must be a number, not a string"),
        Mistake(
            "a priority in words", "{ priority: high, effect: { delay: 1s } }",
            "rule:1:13: `priority` must be a whole number, not a string"),
        Mistake("a state alone", "state: { is: linked }", "rule:1:8: without `effect` the rule needs `state.becomes`"),
        Mistake(
            "a state of nothing", "state: { of: m }\neffect: { delay: 1s }",
            "rule:1:8: `state` needs one of is, becomes"),
        Mistake(
            "an unknown key of a state", "state: { become: linked }",
            "rule:1:8: `state` needs one of is, becomes",
            "rule:1:10: unknown key `become` in `state`; did you mean `becomes`?"),
    ]

    static let conditions = [
        Mistake(
            "a bad regular expression", "when: { query: { a: { matches: \"(\" } } }\neffect: { delay: 1s }",
            "rule:1:32: `when.query.a.matches` is no regular expression: `(` has a `(` without `)`"),
        Mistake(
            "a regular expression with memory", "when: { query: { a: { matches: (a)\\1 } } }\neffect: { delay: 1s }",
            "rule:1:32: `when.query.a.matches` is no regular expression: `(a)\\1` uses references to groups, which Drydock's expressions do not have, so that none takes long"
        ),
        Mistake(
            "an unknown condition", "when: { header: { a: { matchs: x } } }\neffect: { delay: 1s }",
            "rule:1:24: unknown key `matchs` in `when.header.a`; did you mean `matches`?"),
        Mistake(
            "a condition of two", "when: { body: { a.b: { equals: 1, present: true } } }\neffect: { delay: 1s }",
            "rule:1:22: `when.body.a.b` needs exactly one of equals, contains, matches, present, absent"),
        Mistake(
            "a condition of none", "when: { body: { a: {} } }\neffect: { delay: 1s }",
            "rule:1:20: `when.body.a` needs exactly one of equals, contains, matches, present, absent"),
        Mistake(
            "a presence in numbers", "when: { body: { a: { present: 1 } } }\neffect: { delay: 1s }",
            "rule:1:31: `when.body.a.present` must be true or false, not a number"),
        Mistake(
            "an unknown part", "when: { heder: {} }\neffect: { delay: 1s }",
            "rule:1:9: unknown key `heder` in `when`; did you mean `header`?"),
        Mistake(
            "a header that no request has", "when: { header: { a b: x } }\neffect: { delay: 1s }",
            "rule:1:24: `a b` is not a header's name"),
        Mistake(
            "a parameter that no path has", "on: shop.*\nwhen: { path: { idd: x } }\neffect: { delay: 1s }",
            "rule:2:22: no path of the operation has a parameter `idd`; did you mean `id`?"),
        Mistake(
            "a parameter of a path without any", "on: bank.pay\nwhen: { path: { id: x } }\neffect: { delay: 1s }",
            "rule:2:21: no path of the operation has a parameter `id`; there is none"),
        Mistake(
            "a method that no request has", "when: { method: post }\neffect: { delay: 1s }",
            "rule:1:17: methods are written in capitals: `POST`"),
    ]

    static let effects = [
        Mistake(
            "an effect without effect", "effect: {}",
            "rule:1:9: `effect` needs one of delay, problem, reply, connection, afterHandling, duplicate, tls"),
        Mistake("an effect in words", "effect: delay", "rule:1:9: `effect` must be a mapping, not a string"),
        Mistake(
            "an answer and what comes after another",
            "effect: { reply: { status: 200 }, afterHandling: { delay: 1s } }",
            "rule:1:35: `reply` and `afterHandling` exclude each other in `effect`"),
        Mistake(
            "a connection beside what comes after handling",
            "effect: { connection: reset, afterHandling: { delay: 1s } }",
            "rule:1:23: `connection` belongs under `afterHandling` where the operation is to run first"),
        Mistake(
            "an answer on a connection that is gone", "effect: { reply: { status: 200 }, connection: close }",
            "rule:1:47: nothing of `reply` would go out on this connection"),
        Mistake(
            "the same after handling", "effect: { afterHandling: { problem: notFound, connection: garbage } }",
            "rule:1:59: nothing of `problem` would go out on this connection"),
        Mistake(
            "nothing after handling", "effect: { afterHandling: {} }",
            "rule:1:26: `effect.afterHandling` needs one of delay, problem, reply, connection"),
        Mistake(
            "a status that is none", "effect: { reply: { status: 600 } }",
            "rule:1:28: `effect.reply.status` must be from 200 to 599, not 600"),
        Mistake(
            "headers that are none",
            "effect: { reply: { status: 200, headers: { a b: x, d: \"x\\ny\", Content-Length: 5 } } }",
            "rule:1:49: `a b` is not a header's name", "rule:1:55: `d` is not a header's value",
            "rule:1:79: `Content-Length` is written by the server; `connection: truncate` ends a body too early"),
        Mistake(
            "a phrase over two lines", "effect: { reply: { status: 200, reason: \"a\\r\\nb\" } }",
            "rule:1:41: `reason` is not a reason phrase"),
    ]

    static let parts = [
        Mistake(
            "a bad duration", "effect: { delay: soon }",
            "rule:1:18: `effect.delay` must be a duration such as 15m, 2h30m or PT15M, not `soon`"),
        Mistake(
            "a list for a delay", "effect: { delay: [1s] }",
            "rule:1:18: `effect.delay` must be a duration such as 15m, 2h30m or PT15M or a mapping, not a list"),
        Mistake(
            "a delay of no length", "effect: { delay: { realTime: true } }",
            "rule:1:18: `effect.delay` needs one of fixed, uniform, lognormal"),
        Mistake(
            "a delay of two lengths", "effect: { delay: { fixed: 1s, uniform: { from: 1s, to: 2s } } }",
            "rule:1:31: `fixed` and `uniform` exclude each other in `effect.delay`"),
        Mistake(
            "a bound too few", "effect: { delay: { uniform: { from: 1s } } }",
            "rule:1:29: `effect.delay.uniform.to` is missing"),
        Mistake(
            "a delay of a century", "effect: { delay: 36500d }", "rule:1:18: must be at most 3650d, not 36500d"),
        Mistake(
            "a cut for what has no tail", "effect: { delay: { fixed: 1s, atMost: 2s } }",
            "rule:1:18: `atMost` goes with `lognormal` only"),
        Mistake(
            "a spread below nothing", "effect: { delay: { lognormal: { median: 1s, sigma: -1 } } }",
            "rule:1:52: `effect.delay.lognormal.sigma` must be from 0 to 5, not -1"),
        Mistake(
            "an unknown word for a connection", "effect: { connection: rest }",
            "rule:1:23: `effect.connection` must be one of reset, close, garbage, not `rest`; did you mean `reset`?"),
        Mistake(
            "an unknown key for a connection", "effect: { connection: { truncat: { after: 1 } } }",
            "rule:1:23: `effect.connection` needs one of truncate, dribble",
            "rule:1:25: unknown key `truncat` in `effect.connection`; did you mean `truncate`?"),
        Mistake(
            "two connection effects",
            "effect: { connection: { truncate: { after: 1 }, dribble: { bytes: 1, every: 1s } } }",
            "rule:1:49: `truncate` and `dribble` exclude each other in `effect.connection`"),
        Mistake(
            "pieces of nothing", "effect: { connection: { dribble: { bytes: 0, every: 1s } } }",
            "rule:1:43: `effect.connection.dribble.bytes` must be at least 1, not 0"),
        Mistake(
            "a cut before the beginning", "effect: { connection: { truncate: { after: -1 } } }",
            "rule:1:44: `effect.connection.truncate.after` must be at least 0, not -1"),
    ]

    @Test("a scenario has so many rules and no more")
    func tooMany() {
        let rule = "  - { on: bank.pay, effect: { delay: 1s } }\n"
        #expect(TestReading.complaints(about: "rules:\n" + String(repeating: rule, count: 1000)) == [])
        #expect(
            TestReading.complaints(about: "rules:\n" + String(repeating: rule, count: 1001)) == [
                "test.yaml:2:3: `rules` has more than 1000, which is the limit"
            ])
    }
}
