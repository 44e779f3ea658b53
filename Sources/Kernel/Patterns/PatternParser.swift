/// Reads a regular expression into a tree, and refuses what an automaton cannot match.
struct PatternParser {
    /// What `(?i)`, `(?m)` and `(?s)` switch.
    private struct Flags {
        var ignoresCase = false
        var hasLines = false
        var dotTakesAll = false
    }

    private static let longest = 1000
    private static let deepest = 50
    private static let mostRepetitions = 1000

    private var rest: Substring.UnicodeScalarView
    private let length: Int
    private var flags = Flags()
    private var depth = 0

    init(_ text: String) {
        rest = Substring(text).unicodeScalars
        length = text.unicodeScalars.count
    }

    /// The whole expression.
    mutating func parse() throws(PatternComplaint) -> PatternNode {
        guard length <= Self.longest else { throw Self.complaint("is longer than \(Self.longest) characters") }
        let node = try alternatives()
        guard rest.isEmpty else { throw Self.complaint("has a `)` too many") }
        return node
    }

    private mutating func alternatives() throws(PatternComplaint) -> PatternNode {
        var all = [try sequence()]
        while take("|") { all.append(try sequence()) }
        return all.count == 1 ? all[0] : .alternatives(all)
    }

    private mutating func sequence() throws(PatternComplaint) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = rest.first, next != "|", next != ")" {
            nodes.append(try repeated(try atom()))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func atom() throws(PatternComplaint) -> PatternNode {
        guard let next = rest.popFirst() else { throw Self.complaint("ends too early") }
        switch next {
        case "(": return try group()
        case "[": return .scalar(try characterClass())
        case ".": return .scalar(flags.dotTakesAll ? .all : .inLine)
        case "^": return .anchor(flags.hasLines ? .lineStart : .textStart)
        case "$": return .anchor(flags.hasLines ? .lineEnd : .textEnd)
        case "*", "+", "?": throw Self.complaint("has nothing before `\(next)` that could be repeated")
        case "\\": return try escape()
        default: return .scalar(caseAware(ScalarSet(next)))
        }
    }

    /// A `{` that begins no count is the character itself.
    private mutating func repeated(_ node: PatternNode) throws(PatternComplaint) -> PatternNode {
        let bounds: (least: Int, most: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let counts = try counts() {
            bounds = counts
        } else {
            return node
        }
        // A lazy repetition finds the same texts.
        _ = take("?")
        if let next = rest.first, "*+?".unicodeScalars.contains(next) {
            throw Self.complaint("repeats a repetition with `\(next)`; put the first one into a group")
        }
        return .repeated(node, least: bounds.least, most: bounds.most)
    }

    private mutating func counts() throws(PatternComplaint) -> (least: Int, most: Int?)? {
        guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
        let parts = rest[rest.startIndex..<end].dropFirst().split(
            separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard let least = Int(String(parts[0])) else { return nil }
        var most: Int? = least
        if parts.count == 2 {
            most = Int(String(parts[1]))
            guard most != nil || parts[1].isEmpty else { return nil }
        }
        guard least >= 0, least <= Self.mostRepetitions, (most ?? least) <= Self.mostRepetitions else {
            throw Self.complaint("repeats more than \(Self.mostRepetitions) times")
        }
        guard most ?? least >= least else { throw Self.complaint("repeats at least more often than at most") }
        rest = rest[rest.index(after: end)...]
        return (least, most)
    }

    // MARK: Groups

    private mutating func group() throws(PatternComplaint) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Self.complaint("is nested deeper than \(Self.deepest) levels") }
        let outer = flags
        if take("?") {
            if take("<") || take("P<") {
                if rest.first == "=" || rest.first == "!" { throw Self.unsupported("assertions about what is before") }
                guard let end = rest.firstIndex(of: ">") else { throw Self.complaint("has a group's name without `>`") }
                rest = rest[rest.index(after: end)...]
            } else if rest.first == "=" || rest.first == "!" {
                throw Self.unsupported("assertions about what follows")
            } else if try switchFlags() {
                // `(?i)` is for the rest of the group that it stands in.
                return .sequence([])
            }
        }
        let node = try alternatives()
        guard take(")") else { throw Self.complaint("has a `(` without `)`") }
        flags = outer
        return node
    }

    /// Reads `i:`, `i)`, `-i:` and the like. True if that was all.
    private mutating func switchFlags() throws(PatternComplaint) -> Bool {
        var isOn = true
        while let next = rest.popFirst() {
            switch next {
            case "i": flags.ignoresCase = isOn
            case "m": flags.hasLines = isOn
            case "s": flags.dotTakesAll = isOn
            case "-": isOn = false
            case ":": return false
            case ")": return true
            default: throw Self.unsupported("`(?\(next)`")
            }
        }
        throw Self.complaint("has a `(` without `)`")
    }

    // MARK: Characters

    private mutating func escape() throws(PatternComplaint) -> PatternNode {
        switch rest.first {
        case "b": return .anchor(anchor(.wordBoundary))
        case "B": return .anchor(anchor(.noWordBoundary))
        case "A": return .anchor(anchor(.textStart))
        case "z", "Z": return .anchor(anchor(.textEnd))
        default: return .scalar(caseAware(try escapedSet()))
        }
    }

    private mutating func anchor(_ anchor: PatternAnchor) -> PatternAnchor {
        rest.removeFirst()
        return anchor
    }

    private mutating func escapedSet() throws(PatternComplaint) -> ScalarSet {
        guard let next = rest.popFirst() else { throw Self.complaint("ends with a `\\`") }
        switch next {
        case "d", "D": return Self.negated(.digits, next == "D")
        case "w", "W": return Self.negated(.wordCharacters, next == "W")
        case "s", "S": return Self.negated(.whitespace, next == "S")
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "t": return ScalarSet("\t")
        case "f": return ScalarSet("\u{C}")
        case "v": return ScalarSet("\u{B}")
        case "x": return ScalarSet(try codePoint(digits: 2))
        case "u": return ScalarSet(try codePoint(digits: 4))
        case "0"..."9", "k": throw Self.unsupported("references to groups")
        default:
            guard !next.properties.isAlphabetic else { throw Self.unsupported("`\\\(next)`") }
            return ScalarSet(next)
        }
    }

    /// So many hexadecimal digits, or any number of them in braces.
    private mutating func codePoint(digits: Int) throws(PatternComplaint) -> Unicode.Scalar {
        var text = rest.prefix(digits)
        if take("{") {
            text = rest.prefix { $0 != "}" }
            rest = rest.dropFirst(text.count + 1)
        } else {
            rest = rest.dropFirst(digits)
        }
        guard let value = UInt32(String(text), radix: 16), let scalar = Unicode.Scalar(value) else {
            throw Self.complaint("has an escape that is no character: `\(String(text))`")
        }
        return scalar
    }

    private mutating func characterClass() throws(PatternComplaint) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let next = rest.popFirst() {
            if next == "]", !isFirst {
                return ScalarSet(ranges, isNegated: isNegated, ignoresCase: flags.ignoresCase)
            }
            isFirst = false
            let lower = next == "\\" ? try escapedSet() : ScalarSet(next)
            guard rest.first == "-", let after = rest.dropFirst().first, after != "]" else {
                ranges += lower.effectiveRanges
                continue
            }
            rest.removeFirst()
            rest.removeFirst()
            let upper = after == "\\" ? try escapedSet() : ScalarSet(after)
            guard let from = lower.only, let to = upper.only, from <= to else {
                throw Self.complaint("has a range in `[]` that begins after its end")
            }
            ranges.append(from...to)
        }
        throw Self.complaint("has a `[` without `]`")
    }

    private func caseAware(_ set: ScalarSet) -> ScalarSet {
        var set = set
        set.ignoresCase = flags.ignoresCase
        return set
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest = rest.dropFirst(text.unicodeScalars.count)
        return true
    }

    private static func negated(_ set: ScalarSet, _ isNegated: Bool) -> ScalarSet {
        var set = set
        set.isNegated = isNegated
        return set
    }

    private static func complaint(_ problem: String) -> PatternComplaint { PatternComplaint(problem: problem) }

    private static func unsupported(_ what: String) -> PatternComplaint {
        PatternComplaint(problem: "uses \(what), which Drydock's expressions do not have, so that none takes long")
    }
}

/// A regular expression as a tree.
indirect enum PatternNode: Sendable {
    case scalar(ScalarSet)
    case anchor(PatternAnchor)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// At least `least` times, and at most so often where `most` says so.
    case repeated(PatternNode, least: Int, most: Int?)
}

extension ScalarSet {
    /// The one scalar that is in the set; nil if it is written as more.
    fileprivate var only: UInt32? {
        guard ranges.count == 1, let range = ranges.first, range.count == 1, !isNegated else { return nil }
        return range.lowerBound
    }
}
