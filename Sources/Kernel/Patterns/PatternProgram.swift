/// A regular expression as the program of an automaton that is in many places at once.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// Goes on to the next instruction with one more scalar of this set.
        case take(ScalarSet)
        /// Goes on to the next instruction at such a place.
        case require(PatternAnchor)
        /// Goes on in both places.
        case fork(Int, Int)
        case jump(Int)
        case accept
    }

    private(set) var instructions: [Instruction] = []
    /// Repetitions of nothing make no instructions, but take their time.
    private var visits = 0

    /// No test needs a longer one, and the time that a search takes grows with it.
    private static let longest = 2000

    init(_ node: PatternNode) throws(PatternComplaint) {
        try compile(node)
        instructions.append(.accept)
    }

    private mutating func compile(_ node: PatternNode) throws(PatternComplaint) {
        visits += 1
        guard instructions.count < Self.longest, visits < Self.longest else {
            throw PatternComplaint(problem: "is too long with its repetitions written out")
        }
        switch node {
        case .scalar(let set): instructions.append(.take(set))
        case .anchor(let anchor): instructions.append(.require(anchor))
        case .sequence(let nodes):
            for node in nodes { try compile(node) }
        case .alternatives(let nodes): try compile(alternatives: nodes[...])
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try compile(node) }
            guard let most else { return try compileLoop(node) }
            try compile(node, upTo: most - least)
        }
    }

    private mutating func compile(alternatives: ArraySlice<PatternNode>) throws(PatternComplaint) {
        var ends: [Int] = []
        for (index, node) in zip(alternatives.indices, alternatives) {
            guard index < alternatives.endIndex - 1 else {
                try compile(node)
                break
            }
            let fork = reserve()
            try compile(node)
            ends.append(reserve())
            instructions[fork] = .fork(fork + 1, instructions.count)
        }
        for end in ends { instructions[end] = .jump(instructions.count) }
    }

    /// None or more.
    private mutating func compileLoop(_ node: PatternNode) throws(PatternComplaint) {
        let fork = reserve()
        try compile(node)
        instructions.append(.jump(fork))
        instructions[fork] = .fork(fork + 1, instructions.count)
    }

    /// None to `count`, each of which may be the last.
    private mutating func compile(_ node: PatternNode, upTo count: Int) throws(PatternComplaint) {
        var forks: [Int] = []
        for _ in 0..<count {
            forks.append(reserve())
            try compile(node)
        }
        for fork in forks { instructions[fork] = .fork(fork + 1, instructions.count) }
    }

    private mutating func reserve() -> Int {
        instructions.append(.jump(0))
        return instructions.count - 1
    }
}
