import Kernel
import Testing

@Suite("RuleBook")
struct RuleBookTests {
    private static let problem = Effect(problem: "outOfCredits")

    private static func ids(_ book: RuleBook, _ count: Int, on operation: String? = "anchor.a") -> [String?] {
        (0..<count).map { _ in book.take(operation: operation, subject: RuleRequest())?.id }
    }

    /// How many of 1,000 parallel requests the rule acted on.
    private static func hits(_ book: RuleBook) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    let request = RuleRequest(bodyValue: ["a": 1])
                    return book.take(operation: "anchor.a", subject: request) == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
    }

    @Test(
        "a rule for one time acts once under 1,000 parallel requests, whatever else it depends on",
        arguments: [
            Rule(on: "anchor.a", times: 1, effect: problem),
            Rule(on: "anchor.a", when: RuleConditions(body: ["a": .equals(1)]), times: 1, effect: problem),
            Rule(on: "anchor.a", times: 1, probability: 0.3, effect: problem),
            Rule(times: 1, probability: 0.5, state: RuleTransition(from: "started", to: "over"), effect: problem),
            Rule(state: RuleTransition(from: "started", to: "over")),
        ])
    func once(rule: Rule) async {
        let book = RuleBook([rule])
        #expect(await Self.hits(book) == 1)
        #expect(book.statuses.first?.matched == 1)
    }

    @Test(
        "a rule acts on what Drydock sends only if it names that in full",
        arguments: [("anchor.deliver", true), ("anchor.*", false), ("*", false), (nil, false)] as [(String?, Bool)])
    func outgoing(on: String?, acts: Bool) {
        let book = RuleBook([Rule(on: on.map { OperationPattern($0) }, effect: Self.problem)])
        let use = book.find(outgoing: "anchor.deliver", subject: RuleRequest()).use
        #expect((use != nil) == acts)
        #expect(book.statuses.first?.matched == (acts ? 1 : 0))
    }

    @Test("ten times is ten times, and what is drawn under a race is as much as one after the other")
    func parallelDraws() async {
        #expect(await Self.hits(RuleBook([Rule(times: 10, effect: Self.problem)])) == 10)
        let rule = Rule(id: "r", probability: 0.25, effect: Self.problem)
        let alone = Self.ids(RuleBook([rule], seed: 3), 1000).compactMap(\.self).count
        #expect(await Self.hits(RuleBook([rule], seed: 3)) == alone)
        #expect((200...300).contains(alone))
    }

    @Test("a machine that 1,000 parallel requests step takes each step once")
    func parallelSteps() async {
        let steps = ["started", "a", "b", "c", "end"]
        let book = RuleBook(
            zip(steps, steps.dropFirst()).map { Rule(id: $0, state: RuleTransition(from: $0, to: $1)) })
        #expect(await Self.hits(book) == 4)
        #expect(book.statuses.map(\.matched) == [1, 1, 1, 1])
        #expect(book.snapshot.machineStates == ["default": "end"])
    }

    @Test("a rule that is added wins over those that were there, and goes when it is removed")
    func order() {
        let book = RuleBook([Rule(id: "first", on: "*", effect: Self.problem)])
        let added = book.add(Rule(on: "anchor.*", effect: Effect(problem: "notFound")))
        #expect(book.take(operation: "anchor.getIdentity", subject: RuleRequest())?.id == added.id)
        #expect(book.remove(id: added.id)?.matched == 1)
        #expect(book.take(operation: "anchor.getIdentity", subject: RuleRequest())?.id == "first")
        #expect(book.removeAll() == 1)
        #expect(book.take(operation: "anchor.getIdentity", subject: RuleRequest()) == nil)
    }

    @Test("higher priorities first, then what was added, newest first, then the scenario's in order")
    func priorities() {
        let book = RuleBook([
            Rule(id: "s1"), Rule(id: "s2", priority: 5), Rule(id: "s3"), Rule(id: "s4", priority: -1),
        ])
        for rule in [Rule(id: "a1"), Rule(id: "a2", priority: 5), Rule(id: "a3"), Rule(id: "a4", priority: -1)] {
            _ = book.add(rule)
        }
        #expect(book.statuses.map(\.id) == ["a2", "s2", "a3", "a1", "s1", "s3", "a4", "s4"])
        _ = book.add(Rule(id: "s1"))
        #expect(book.statuses.map(\.id) == ["a2", "s2", "s1", "a3", "a1", "s3", "a4", "s4"])
    }

    @Test("a used-up rule and a lost draw go on to the next rule")
    func goingOn() {
        let book = RuleBook([
            Rule(id: "never", probability: 0, effect: Self.problem), Rule(id: "once", times: 1, effect: Self.problem),
            Rule(id: "rest", effect: Self.problem),
        ])
        #expect(Self.ids(book, 3) == ["once", "rest", "rest"])
    }

    @Test("a certain rule acts always, an impossible one never", arguments: [(1.0, 100), (0.0, 0)])
    func certainty(probability: Double, count: Int) {
        let book = RuleBook([Rule(probability: probability, effect: Self.problem)], seed: 9)
        #expect(Self.ids(book, 100).compactMap(\.self).count == count)
    }

    @Test("the same seed draws alike, other seeds and other ids do not")
    func seeds() {
        func pattern(_ id: String, _ seed: UInt64) -> [String?] {
            Self.ids(RuleBook([Rule(id: id, probability: 0.5)], seed: seed), 64).map { $0 == nil ? nil : "x" }
        }
        #expect(pattern("a", 1) == pattern("a", 1))
        #expect(pattern("a", 1) != pattern("a", 2))
        #expect(pattern("a", 1) != pattern("b", 1))
    }

    @Test("machines script a sequence, each by its own name")
    func machines() {
        let book = RuleBook([
            Rule(id: "one", on: "anchor.a", state: RuleTransition(from: "started", to: "two")),
            Rule(id: "two", on: "anchor.a", state: RuleTransition(from: "two", to: "started")),
            Rule(id: "other", on: "anchor.b", state: RuleTransition(to: "gone", machine: "m")),
            Rule(id: "gone", on: "anchor.c", state: RuleTransition(from: "gone", machine: "m")),
        ])
        #expect(Self.ids(book, 1, on: "anchor.c") == [nil])
        #expect(Self.ids(book, 3) == ["one", "two", "one"])
        #expect(Self.ids(book, 1, on: "anchor.b") == ["other"])
        #expect(Self.ids(book, 2, on: "anchor.c") == ["gone", "gone"])
        #expect(book.snapshot.machineStates == ["default": "two", "m": "gone"])
        #expect(book.removeAll() == 4)
        #expect(book.snapshot.machineStates.isEmpty)
    }

    @Test("a rule without an operation is for requests that reach none, one with is not")
    func unrouted() {
        let book = RuleBook([Rule(id: "operations", on: "*"), Rule(id: "all")])
        #expect(Self.ids(book, 1, on: nil) == ["all"])
        #expect(Self.ids(book, 1) == ["operations"])
    }

    @Test("a rule without an id gets one that no other has")
    func ids() {
        let book = RuleBook([Rule(id: "rule-2"), Rule()])
        #expect(book.statuses.map(\.id) == ["rule-2", "rule-3"])
        #expect(book.add(Rule()).id == "rule-4")
        #expect(book.statuses.count == 3)
    }

    @Test("a book that was kept as bytes goes on as the one that was not")
    func snapshot() throws {
        let rule = Rule(
            id: "r", on: "anchor.*",
            when: RuleConditions(method: .equals("GET"), header: ["a": .matches(try TextPattern("^b")), "c": .absent]),
            times: 40, probability: 0.5, priority: 3, state: RuleTransition(from: "started"),
            effect: Effect(
                delay: Delay(.uniform(UniformDelay(from: .zero, to: .seconds(9)))),
                connection: .dribble(bytes: 1, every: .seconds(1)),
                afterHandling: LateEffect(problem: "x")))
        let book = RuleBook([rule, Rule(id: "rest")], seed: 5)
        _ = Self.take(book, 20)
        let kept = try RowCoding.value(try RowCoding.bytes(book.snapshot), as: RuleBookState.self)
        #expect(kept == book.snapshot)
        let again = RuleBook(kept)
        #expect(again.statuses.map(\.matched) == book.statuses.map(\.matched))
        #expect(Self.take(again, 200) == Self.take(book, 200))
        #expect(again.snapshot == book.snapshot)
        #expect(again.statuses.first?.remaining == 0)
    }

    /// Who acted, and how long it would have waited.
    private static func take(_ book: RuleBook, _ count: Int) -> [String] {
        (0..<count).map { _ in
            let request = RuleRequest(headers: ["a": "b"])
            guard var use = book.take(operation: "anchor.a", subject: request) else { return "none" }
            guard let delay = use.effect?.delay else { return use.id }
            return "\(use.id) \(use.draw(delay))"
        }
    }

    @Test("all rules of a request have one budget; the first that it does not last for is named, and none of those act")
    func budget() throws {
        let slow = RuleConditions(body: ["a": .matches(try TextPattern(".{900}b"))])
        let book = RuleBook([
            Rule(id: "quick", on: "anchor.a", when: RuleConditions(body: ["a": .equals("x")]), effect: Self.problem),
            Rule(id: "slow", on: "anchor.a", when: slow, effect: Self.problem),
            Rule(id: "slower", on: "anchor.a", when: slow, effect: Self.problem),
        ])
        let request = RuleRequest(bodyValue: ["a": .string(String(repeating: "a", count: 5000))])
        let finding = book.find(operation: "anchor.a", subject: request, budget: 10_000)
        #expect(finding.use == nil)
        #expect(finding.undecided == "slow")
        #expect(book.statuses.allSatisfy { $0.matched == 0 })
        let other = book.find(operation: "anchor.a", subject: RuleRequest(bodyValue: ["a": "x"]), budget: 10_000)
        #expect(other.use?.id == "quick")
        #expect(other.undecided == nil)
    }

    @Test("a world takes so many rules and no more, unless one takes another's place")
    func limit() {
        let book = RuleBook((0..<RuleBookState.most).map { Rule(id: "r\($0)", effect: Self.problem) })
        #expect(book.addIfRoom(Rule(effect: Self.problem)) == nil)
        #expect(book.addIfRoom(Rule(id: "r7", effect: Self.problem))?.id == "r7")
        #expect(book.statuses.count == RuleBookState.most)
    }
}
