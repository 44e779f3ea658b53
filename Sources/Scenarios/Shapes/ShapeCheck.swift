import Kernel

/// Compares a node with the shape that it should have and collects everything that differs.
struct ShapeCheck {
    private(set) var complaints: [ScenarioComplaint] = []
    /// What the whole is called in complaints, for example `a scenario`.
    let whole: String

    init(of whole: String) {
        self.whole = whole
    }

    /// Beyond this many complaints nothing more is looked at: nobody reads them, and each costs the search for a suggestion.
    private static let most = 1000

    /// - Parameter path: how to call the node in a complaint, for example `anchor.identities[0]`; empty for the document.
    mutating func check(_ node: DocumentNode, against shape: Shape, path: String) {
        guard complaints.count < Self.most else { return }
        switch shape {
        case .anything: return
        case .matcher: checkMatcher(node, path: path)
        case .list(let item):
            guard let items = node.sequence else { return refuse(node, shape, path) }
            for (index, node) in items.enumerated() { check(node, against: item, path: "\(path)[\(index)]") }
        case .map(let value):
            guard let members = node.mapping else { return refuse(node, shape, path) }
            for member in members { check(member.value, against: value, path: Self.join(path, member.key)) }
        case .object(let object):
            guard let members = node.mapping else { return refuse(node, shape, path) }
            check(members, of: node, against: object, path: path)
        case .either(let short, let long):
            if node.sequence != nil { return refuse(node, shape, path) }
            check(node, against: node.mapping == nil ? short : long, path: path)
        default:
            guard let scalar = node.scalar, !scalar.isNull else { return refuse(node, shape, path) }
            check(scalar, of: node, against: shape, path: path)
        }
    }

    private mutating func check(
        _ members: [DocumentMember], of node: DocumentNode, against object: ObjectShape, path: String
    ) {
        for member in members where complaints.count < Self.most {
            guard let field = object[member.key] else {
                complain(member.keyLocation, Self.unknownKey(member.key, in: path, known: object.fields.map(\.key)))
                continue
            }
            if member.value.isNull {
                if case .anything = field.shape { continue }
                if field.isRequired { complain(member.keyLocation, "`\(Self.join(path, member.key))` needs a value") }
            } else {
                check(member.value, against: field.shape, path: Self.join(path, member.key))
            }
        }
        let given = Set(members.map(\.key))
        for field in object.fields where field.isRequired && !given.contains(field.key) {
            complain(node.location, "`\(Self.join(path, field.key))` is missing")
        }
        let present = Set(members.filter { !$0.value.isNull }.map(\.key))
        if !object.atLeastOneOf.isEmpty, present.isDisjoint(with: object.atLeastOneOf) {
            complain(node.location, "\(name(path)) needs one of \(object.atLeastOneOf.joined(separator: ", "))")
        }
        let excluding = members.filter { object.atMostOneOf.contains($0.key) && !$0.value.isNull }
        if excluding.count > 1 {
            let keys = excluding.map { "`\($0.key)`" }.joined(separator: " and ")
            complain(excluding[1].keyLocation, "\(keys) exclude each other in \(name(path))")
        }
    }

    private mutating func check(_ scalar: ScalarText, of node: DocumentNode, against shape: Shape, path: String) {
        switch shape {
        case .boolean where scalar.boolean == nil: refuse(node, shape, path)
        case .number(let range):
            guard let number = scalar.number else { return refuse(node, shape, path) }
            guard let range, !range.contains(number) else { return }
            complain(
                node.location,
                "`\(path)` must be from \(Int(range.lowerBound)) to \(Int(range.upperBound)), not \(scalar.text)")
        case .integer(let range):
            guard let integer = scalar.integer else { return refuse(node, shape, path) }
            guard !range.contains(integer) else { return }
            complain(node.location, "`\(path)` must be \(Self.bounds(range, for: integer)), not \(integer)")
        case .text(let type) where (try? type.init(from: NodeDecoder(node))) == nil:
            complain(node.location, "`\(path)` must be \(type.expectation(for: scalar.text)), not `\(scalar.text)`")
        case .choice(let words) where !words.contains(scalar.text):
            complain(
                node.location,
                "`\(path)` must be \(shape.expectation), not `\(scalar.text)`\(TextSuggestion.hint(for: scalar.text, among: words))"
            )
        default: break
        }
    }

    private mutating func checkMatcher(_ node: DocumentNode, path: String) {
        guard let members = node.mapping else { return }
        guard let member = members.first, members.count == 1 else {
            return complain(node.location, "`\(path)` needs exactly one of \(Matcher.words.joined(separator: ", "))")
        }
        guard Matcher.words.contains(member.key) else {
            return complain(member.keyLocation, Self.unknownKey(member.key, in: path, known: Matcher.words))
        }
        let path = Self.join(path, member.key)
        switch member.key {
        case "contains": check(member.value, against: .string, path: path)
        case "present", "absent": check(member.value, against: .boolean, path: path)
        case "matches":
            check(member.value, against: .string, path: path)
            guard let pattern = member.value.scalar?.text else { return }
            do throws(PatternComplaint) {
                _ = try TextPattern(pattern)
            } catch {
                complain(member.value.location, "`\(path)` is no regular expression: `\(pattern)` \(error.problem)")
            }
        default: break
        }
    }

    private mutating func refuse(_ node: DocumentNode, _ shape: Shape, _ path: String) {
        complain(node.location, "\(name(path)) must be \(shape.expectation), not \(node.kind)")
    }

    private func name(_ path: String) -> String { path.isEmpty ? whole : "`\(path)`" }

    private mutating func complain(_ location: SourceLocation, _ problem: String) {
        complaints.append(ScenarioComplaint(location, problem))
    }

    private static func unknownKey(_ key: String, in path: String, known: [String]) -> String {
        let owner = path.isEmpty ? "" : " in `\(path)`"
        let hint = TextSuggestion.hint(for: key, among: known)
        return "unknown key `\(key)`\(owner)" + (hint.isEmpty ? "; known are \(known.joined(separator: ", "))" : hint)
    }

    /// Bounds that come from the machine's numbers rather than from a meaning are named only to those who went beyond them.
    private static func bounds(_ range: ClosedRange<Int128>, for integer: Int128) -> String {
        if range.upperBound < Int128(Int32.max) { return "from \(range.lowerBound) to \(range.upperBound)" }
        return integer < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
    }

    private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
