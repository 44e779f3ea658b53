import Testing

@Suite("Mistakes in scenarios")
struct MistakeTests {
    @Test("A mistake is told with its line, its column and what was meant", arguments: form + values + overlays)
    func mistake(_ mistake: Mistake) {
        #expect(TestReading.complaints(about: mistake.text, library: mistake.library) == mistake.complaints)
    }

    static let form = [
        Mistake(
            "a mapping in a scalar", "name: a\ntitle: b: c\n",
            "test.yaml:2:9: not YAML: mapping values are not allowed in this context"),
        Mistake(
            "an unclosed list", "name: [a\ntitle: b\n",
            "test.yaml:2:6: not YAML: did not find expected ',' or ']' (while parsing a flow sequence that begins at 1:7)"
        ),
        Mistake(
            "a bare asterisk", "rules:\n  - on: *\n",
            "test.yaml:2:10: not YAML: did not find expected alphabetic or numeric character (while scanning an alias that begins at 2:9); a text that begins with `*` needs quotes"
        ),
        Mistake(
            "an alias for nothing", "title: *x\n",
            "test.yaml:1:8: not YAML: found undefined alias; a text that begins with `*` needs quotes"),
        Mistake("a byte order mark", "\u{FEFF}titel: x\n", "test.yaml:1:1: unknown key `titel`; did you mean `title`?"),
        Mistake(
            "lines that end as on Windows", "seed: 1\r\ntitel: x\r\n",
            "test.yaml:2:1: unknown key `titel`; did you mean `title`?"),
        Mistake(
            "a tab before a key", "shop:\n\tpolicies: {}\n",
            "test.yaml:2:1: not YAML: found character that cannot start any token (while scanning for the next token that begins at 2:1); lines are indented with spaces, not tabs"
        ),
        Mistake(
            "an alias in a key", "shop: &s { policies: {} }\n*s : 1\n",
            "test.yaml:2:1: an alias or a collection cannot be a key where aliases are used"),
        Mistake(
            "two documents", "name: a\n---\nname: b\n",
            "test.yaml:2:1: not YAML: but found another document (expected a single document in the stream that begins at 1:1)"
        ),
        Mistake(
            "a control character", "name: a\ntitle: \u{1}\n",
            "test.yaml:2:8: not YAML: control characters are not allowed"),
        Mistake("a list for a document", "- a\n", "test.yaml:1:1: a scenario must be a mapping, not a list"),
        Mistake(
            "a key twice", "seed: 1\nname: a\nseed: 2\n", "test.yaml:1:1: `seed` stands more than once in this mapping"),
        Mistake(
            "a tag", "name: !!binary aGk=\n", "test.yaml:1:7: the tag `tag:yaml.org,2002:binary` has no meaning here"),
        Mistake(
            "a merge key", "shop:\n  <<: { a: b }\n",
            "test.yaml:2:3: `<<` merges nothing here; lay scenarios over each other with `extends`"),
        Mistake(
            "an unknown key", "name: a\nshop:\n  aplications: []\n",
            "test.yaml:3:3: unknown key `aplications` in `shop`; did you mean `applications`?"),
        Mistake(
            "an unknown key far from all others", "zzzzzzz: 1\n",
            "test.yaml:1:1: unknown key `zzzzzzz`; known are name, title, extends, seed, clock, rules, shop"),
        Mistake(
            "an unknown key in a list", "shop:\n  applications:\n    - { source: s, nme: x }\n",
            "test.yaml:3:20: unknown key `nme` in `shop.applications[0]`; did you mean `name`?"),
        Mistake(
            "a missing key", "shop:\n  applications:\n    - name: x\n",
            "test.yaml:3:7: `shop.applications[0].source` is missing"),
        Mistake(
            "a key without its value", "shop:\n  applications:\n    - source:\n",
            "test.yaml:3:7: `shop.applications[0].source` needs a value"),
    ]

    static let values = [
        Mistake(
            "a text for a list", "shop: { applications: none }\n",
            "test.yaml:1:23: `shop.applications` must be a list, not a string"),
        Mistake("a list for a text", "title: [a]\n", "test.yaml:1:8: `title` must be a string, not a list"),
        Mistake("a text for a number", "seed: seven\n", "test.yaml:1:7: `seed` must be a whole number, not a string"),
        Mistake("a quoted number", "seed: \"7\"\n", "test.yaml:1:7: `seed` must be a whole number, not a string"),
        Mistake(
            "a seed beyond 64 bits", "seed: 18446744073709551616\n",
            "test.yaml:1:7: `seed` must be at most 18446744073709551615, not 18446744073709551616"),
        Mistake("a negative seed", "seed: -1\n", "test.yaml:1:7: `seed` must be at least 0, not -1"),
        Mistake(
            "a fraction for a whole number", "shop: { policies: { quota: 1.5 } }\n",
            "test.yaml:1:28: `shop.policies.quota` must be a whole number, not a number"),
        Mistake(
            "yes for true", "shop: { policies: { isOpen: yes } }\n",
            "test.yaml:1:29: `shop.policies.isOpen` must be true or false, not a string"),
        Mistake(
            "a list in a mapping of texts", "shop: { policies: { hosts: { a: [b] } } }\n",
            "test.yaml:1:33: `shop.policies.hosts.a` must be a string, not a list"),
        Mistake(
            "a bad duration", "shop:\n  policies:\n    after: 15 minutes\n",
            "test.yaml:3:12: `shop.policies.after` must be a duration such as 15m, 2h30m or PT15M, not `15 minutes`"),
        Mistake(
            "a bad date-time", "clock: { start: 2026-02-30T00:00:00Z }\n",
            "test.yaml:1:17: `clock.start` must be a date-time such as 2026-01-01T00:00:00Z, not `2026-02-30T00:00:00Z`"
        ),
        Mistake(
            "a date-time beyond all years", "clock:\n  start: 0001-01-01T00:00:00+23:59\n",
            "test.yaml:2:10: `clock.start` must be a date-time in the years 0001 to 9999 of UTC, not `0001-01-01T00:00:00+23:59`"
        ),
        Mistake(
            "a duration that is too long", "shop:\n  policies:\n    after: 100000001d\n",
            "test.yaml:3:12: `shop.policies.after` must be a duration of at most 100000000d, not `100000001d`"),
        Mistake(
            "a word that is not in the list", "clock: { mode: frosen }\n",
            "test.yaml:1:16: `clock.mode` must be one of running, frozen, not `frosen`; did you mean `frozen`?"),
        Mistake(
            "an id twice",
            "shop:\n  applications: [{ name: A, source: s }]\n  identities:\n    - { id: i, application: A }\n    - { id: i, application: A }\n",
            "test.yaml:5:13: the id `i` stands twice"),
        Mistake(
            "a reference that leads nowhere",
            "shop:\n  applications: [{ name: Example, source: s }]\n  identities:\n    - application: Exmple\n",
            "test.yaml:4:20: there is no application `Exmple`; did you mean `Example`?"),
        Mistake(
            "several at once, in order", "zeed: 1\ntitle: [a]\nclock: { mode: on }\nshop:\n  policies: { quota: x }\n",
            "test.yaml:1:1: unknown key `zeed`; did you mean `seed`?",
            "test.yaml:2:8: `title` must be a string, not a list",
            "test.yaml:3:16: `clock.mode` must be one of running, frozen, not `on`",
            "test.yaml:5:22: `shop.policies.quota` must be a whole number, not a string"),
    ]

    static let overlays = [
        Mistake(
            "extending nothing", "extends: [defalt]\n", library: ["default": ""],
            "test.yaml:1:11: there is no scenario `defalt`; did you mean `default`?"),
        Mistake(
            "a text for the list of what is extended", "extends: default\n", library: ["default": ""],
            "test.yaml:1:10: `extends` must be a list, not a string"),
        Mistake(
            "going round in circles", "extends: [a]\n",
            library: ["a": "extends: [b]\n", "b": "title: b\nextends: [a]\n"],
            "b.yaml:2:11: `a` extends itself: a → b → a"),
        Mistake(
            "a mistake in what is extended", "extends: [a]\nseed: 1\n",
            library: ["a": "shop:\n  policies: { quota: x }\n"],
            "a.yaml:2:22: `shop.policies.quota` must be a whole number, not a string"),
        Mistake(
            "a reference into what an overlay replaced",
            "extends: [a]\nshop:\n  applications: []\n",
            library: ["a": "shop:\n  applications: [{ name: A, source: s }]\n  identities:\n    - application: A\n"],
            "a.yaml:4:20: there is no application `A`"),
        Mistake(
            "YAML that is none in what is extended", "extends: [a]\ntitel: x\n", library: ["a": "a: b: c\n"],
            "a.yaml:1:5: not YAML: mapping values are not allowed in this context",
            "test.yaml:2:1: unknown key `titel`; did you mean `title`?"),
    ]
}
