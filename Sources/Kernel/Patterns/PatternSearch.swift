/// Runs a program over a text: one pass, in all places of the program at once (Thompson's way), within a budget.
struct PatternSearch {
    private let program: PatternProgram
    /// What is left of the budget after a run.
    private(set) var budget: MatchBudget
    /// The instructions that take the next scalar.
    private var waiting: [Int] = []
    /// The step in which an instruction was last reached, so that it is reached once per step.
    private var reached: [Int]
    private var step = 0
    private var pending: [Int] = []
    /// How many instructions were looked at since the budget was charged.
    private var visits = 0

    /// To look up another case of a letter beyond ASCII takes as long as so many instructions.
    private static let caseLookUp = 50

    init(_ program: PatternProgram, budget: MatchBudget) {
        self.program = program
        self.budget = budget
        reached = Array(repeating: -1, count: program.instructions.count)
    }

    /// Whether some part of the text matches; false where the budget does not last.
    mutating func run(over text: some Sequence<Unicode.Scalar>) -> Bool {
        var scalars = text.makeIterator()
        var before: Unicode.Scalar?
        var after = scalars.next()
        var taking: [Int] = []
        // What no match begins with is passed over, eight for the price of one.
        var skipped = 0
        while true {
            if taking.isEmpty, let beginning = program.beginning {
                while let scalar = after, !beginning.mayBe(scalar) {
                    skipped += 1
                    (before, after) = (scalar, scalars.next())
                }
                guard budget.spend(skipped / 8), after != nil else { return false }
                skipped %= 8
            }
            step += 1
            waiting.removeAll(keepingCapacity: true)
            // Where the scalars so far have led, and a new beginning, because a match may begin anywhere.
            for place in taking where go(to: place, between: before, and: after) { return true }
            if go(to: 0, between: before, and: after) { return true }
            guard let scalar = after else { return false }
            taking.removeAll(keepingCapacity: true)
            for place in waiting {
                guard case .take(let set) = program.instructions[place] else { continue }
                visits += set.ignoresCase && !scalar.isASCII ? Self.caseLookUp : 1
                if set.contains(scalar) { taking.append(place + 1) }
            }
            guard budget.spend(visits) else { return false }
            visits = 0
            (before, after) = (scalar, scalars.next())
        }
    }

    /// Follows everything that takes no scalar. True if the program accepts.
    private mutating func go(
        to place: Int, between before: Unicode.Scalar?, and after: Unicode.Scalar?
    ) -> Bool {
        pending.append(place)
        while let place = pending.popLast() {
            visits += 1
            guard reached[place] != step else { continue }
            reached[place] = step
            switch program.instructions[place] {
            case .take: waiting.append(place)
            case .require(let anchor): if anchor.holds(between: before, and: after) { pending.append(place + 1) }
            case .fork(let first, let second):
                pending.append(first)
                pending.append(second)
            case .jump(let target): pending.append(target)
            case .accept:
                pending.removeAll()
                return true
            }
        }
        return false
    }
}

/// What the matches of a program can begin with: most of a long text is passed over at once.
struct PatternBeginning: Sendable {
    private let sets: [ScalarSet]

    /// Nil for a program that can match nothing at all, or looks at its surroundings first: it can begin anywhere.
    init?(of instructions: [PatternProgram.Instruction]) {
        var sets: [ScalarSet] = []
        var pending = [0]
        var reached: Set<Int> = []
        while let place = pending.popLast() {
            guard reached.insert(place).inserted else { continue }
            switch instructions[place] {
            case .take(let set): sets.append(set)
            case .fork(let first, let second): pending += [first, second]
            case .jump(let target): pending.append(target)
            case .require, .accept: return nil
            }
        }
        // Of many, a look-up in all of them takes longer than it saves.
        guard sets.count <= 4 else { return nil }
        self.sets = sets
    }

    /// Whether a match may begin with this scalar.
    func mayBe(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return true }
        for set in sets where set.contains(scalar) { return true }
        return false
    }
}
