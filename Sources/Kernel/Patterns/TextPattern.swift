/// A regular expression that takes time in proportion to the text, whatever it says, and within a budget: rules are held
/// against whatever clients send, and an expression that tries every way of matching can take hours for forty bytes.
///
/// It knows what an automaton can know: classes, groups, alternatives, repetition, anchors and the flags `i`, `m` and `s`. What
/// needs memory of what was matched, references and assertions about surroundings, is refused.
public struct TextPattern: Sendable {
    /// The expression as written.
    public let source: String
    private let program: PatternProgram

    /// Compiles `source`.
    public init(_ source: String) throws(PatternComplaint) {
        self.source = source
        var parser = PatternParser(source)
        program = try PatternProgram(try parser.parse())
    }

    /// Whether some part of `text` matches.
    public func occurs(in text: String) -> Bool {
        var budget = MatchBudget()
        return occurs(in: text, within: &budget)
    }

    /// Whether some part of `text` matches; false where the budget is used up before that is known.
    public func occurs(in text: String, within budget: inout MatchBudget) -> Bool {
        guard budget.spend(1) else { return false }
        var search = PatternSearch(program, budget: budget)
        defer { budget = search.budget }
        return search.run(over: text.unicodeScalars)
    }
}

extension TextPattern: Hashable {
    /// Whether both are written alike.
    public static func == (left: TextPattern, right: TextPattern) -> Bool { left.source == right.source }

    /// By what is written.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Why a text is no regular expression that Drydock takes.
public struct PatternComplaint: Error, Equatable, Sendable {
    /// In words, to be read after the name of the field.
    public let problem: String

    /// A complaint in these words.
    public init(problem: String) {
        self.problem = problem
    }
}

// MARK: - The automaton

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
    /// What a match can begin with; nil if it can begin with nothing, or only in certain places.
    private(set) var beginning: PatternBeginning?
    /// Repetitions of nothing make no instructions, but take their time.
    private var visits = 0

    /// No test needs a longer one, and the time that a search takes grows with it.
    private static let longest = 2000

    init(_ node: PatternNode) throws(PatternComplaint) {
        try compile(node)
        instructions.append(.accept)
        beginning = PatternBeginning(of: instructions)
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

/// A place of a text that a pattern asks for without taking anything.
enum PatternAnchor: Sendable, Equatable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary

    /// Whether the place between the two scalars is such a place; nil is beyond the text.
    func holds(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lineStart: before.map(Self.endsLine) ?? true
        case .lineEnd: after.map(Self.endsLine) ?? true
        case .wordBoundary: Self.isWord(before) != Self.isWord(after)
        case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
        }
    }

    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map(ScalarSet.wordCharacters.contains) ?? false
    }
}
