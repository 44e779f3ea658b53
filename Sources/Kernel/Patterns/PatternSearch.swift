/// Runs a program over a text: one pass, in all places of the program at once (Thompson's way).
struct PatternSearch {
    private let program: PatternProgram
    /// The instructions that take the next scalar.
    private var waiting: [Int] = []
    /// The step in which an instruction was last reached, so that it is reached once per step.
    private var reached: [Int]
    private var step = 0
    private var pending: [Int] = []

    init(_ program: PatternProgram) {
        self.program = program
        reached = Array(repeating: -1, count: program.instructions.count)
    }

    /// Whether some part of the text matches.
    mutating func run(over text: some Sequence<Unicode.Scalar>) -> Bool {
        var scalars = text.makeIterator()
        var before: Unicode.Scalar?
        var after = scalars.next()
        var taking: [Int] = []
        while true {
            step += 1
            waiting.removeAll(keepingCapacity: true)
            // Where the scalars so far have led, and a new beginning, because a match may begin anywhere.
            for place in taking where go(to: place, between: before, and: after) { return true }
            if go(to: 0, between: before, and: after) { return true }
            guard let scalar = after else { return false }
            taking.removeAll(keepingCapacity: true)
            for place in waiting {
                if case .take(let set) = program.instructions[place], set.contains(scalar) { taking.append(place + 1) }
            }
            (before, after) = (scalar, scalars.next())
        }
    }

    /// Follows everything that takes no scalar. True where the program accepts.
    private mutating func go(
        to place: Int, between before: Unicode.Scalar?, and after: Unicode.Scalar?
    ) -> Bool {
        pending.append(place)
        while let place = pending.popLast() {
            guard reached[place] != step else { continue }
            reached[place] = step
            switch program.instructions[place] {
            case .take: waiting.append(place)
            case .require(let anchor): if anchor.holds(between: before, and: after) { pending.append(place + 1) }
            case .fork(let first, let second): pending += [first, second]
            case .jump(let target): pending.append(target)
            case .accept:
                pending.removeAll()
                return true
            }
        }
        return false
    }
}
