import Kernel
import Yams

/// Turns YAML text (JSON is YAML) into nodes, within bounds that no honest scenario comes near.
struct DocumentParser {
    static let largestText = 1 << 20
    private static let deepest = 64
    static let mostNodes = 1_000_000

    private let file: String
    private var remaining = Self.mostNodes
    private var complaints: [ScenarioComplaint] = []

    /// The root node of `text`; an empty mapping where there is none.
    static func parse(_ text: String, file: String) throws(ScenarioComplaints) -> DocumentNode {
        let start = SourceLocation.start(of: file)
        // A byte order mark would count as a column.
        let plain = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard plain.utf8.count <= largestText else { throw tooLarge(file) }
        let text = SurrogateEscapes.joined(in: plain)
        if let line = AliasScan.lineOfKeyWithAlias(in: text) {
            let location = SourceLocation(file: file, line: line, column: 1)
            throw ScenarioComplaints(location, "an alias or a collection cannot be a key where aliases are used")
        }
        let root: Node?
        do {
            // The basic resolver leaves scalars as they are written; their meaning is found where a type is expected.
            root = try compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw ScenarioComplaints([error.complaint(in: file, text: text)])
        } catch {
            throw ScenarioComplaints(start, "the text cannot be read as YAML: \(error)")
        }
        guard let root else { return DocumentNode(location: start, content: .mapping([])) }
        var parser = DocumentParser(file: file)
        let node = parser.convert(root, depth: 1)
        guard parser.complaints.isEmpty else { throw ScenarioComplaints(parser.complaints) }
        return node.isNull ? DocumentNode(location: start, content: .mapping([])) : node
    }

    /// The complaint about a text that is too large to be read.
    static func tooLarge(_ file: String) -> ScenarioComplaints {
        ScenarioComplaints(.start(of: file), "the text is longer than 1 MiB")
    }

    /// The complaint about a value inside too many others.
    fileprivate static func tooDeep(_ location: SourceLocation) -> ScenarioComplaint {
        ScenarioComplaint(location, "nested deeper than \(deepest) levels")
    }

    private init(file: String) {
        self.file = file
    }

    private mutating func convert(_ node: Node, depth: Int) -> DocumentNode {
        let location = location(of: node)
        let nothing = DocumentNode(location: location, content: .mapping([]))
        guard remaining > 0 else { return nothing }
        remaining -= 1
        if remaining == 0 {
            complain(location, "with all its aliases written out, the text has more than \(Self.mostNodes) values")
            return nothing
        }
        guard depth <= Self.deepest else {
            complaints.append(Self.tooDeep(location))
            return nothing
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.tag.rawValue == Tag.Name.implicit.rawValue
            refuseTag(scalar.tag.rawValue, besides: .str, at: location)
            return DocumentNode(location: location, content: .scalar(ScalarText(text: scalar.string, isPlain: isPlain)))
        case .sequence(let sequence):
            refuseTag(sequence.tag.rawValue, besides: .seq, at: location)
            return DocumentNode(location: location, content: .sequence(sequence.map { convert($0, depth: depth + 1) }))
        case .mapping(let mapping):
            refuseTag(mapping.tag.rawValue, besides: .map, at: location)
            return DocumentNode(location: location, content: .mapping(members(of: mapping, depth: depth)))
        case .alias: return nothing
        }
    }

    private mutating func members(of mapping: Node.Mapping, depth: Int) -> [DocumentMember] {
        var members: [DocumentMember] = []
        for (key, value) in mapping {
            let value = convert(value, depth: depth + 1)
            guard let name = key.scalar?.string else {
                complain(location(of: key), "a key must be a plain word")
                continue
            }
            if name == "<<" {
                complain(location(of: key), "`<<` merges nothing here; lay scenarios over each other with `extends`")
                continue
            }
            members.append(DocumentMember(key: name, keyLocation: location(of: key), value: value))
        }
        return members
    }

    private mutating func refuseTag(_ tag: String, besides allowed: Tag.Name, at location: SourceLocation) {
        if ![Tag.Name.implicit, .nonSpecific, allowed].map(\.rawValue).contains(tag) {
            complain(location, "the tag `\(tag)` has no meaning here")
        }
    }

    private mutating func complain(_ location: SourceLocation, _ problem: String) {
        complaints.append(ScenarioComplaint(location, problem))
    }

    private func location(of node: Node) -> SourceLocation {
        SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}

// MARK: - The text before it is parsed

/// Looks for aliases in keys before the text is parsed: the YAML library compares keys with everything that their aliases
/// stand for, so a few lines could keep it busy for ever. Aliases in values are counted while the nodes are built.
private enum AliasScan {
    /// The first line that has such a key, from 1; nil if there is none.
    static func lineOfKeyWithAlias(in text: String) -> Int? {
        guard text.contains("&"), text.contains("*") else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.contains(/(^|[\s\[{,])\*[\w-]/) }) else { return nil }
        return lines.firstIndex { $0.contains(/\*[\w-]+\s*:|^[\s-]*\?|[{,\[]\s*\?|[\]}]\s*:/) }.map { $0 + 1 }
    }
}

/// JSON writes a character beyond the first plane as two escapes, `\ud83d\ude00`; YAML, as which it is read here, has one
/// escape per character and refuses halves.
private enum SurrogateEscapes {
    /// The text with each such pair replaced by its character. Lines stay what they are; columns after a pair move.
    static func joined(in text: String) -> String {
        guard text.utf8.first(where: { !blanks.contains($0) }).map(openers.contains) ?? false, hasPair(text) else {
            return text
        }
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == backslash else {
                bytes.append(byte)
                continue
            }
            if let scalar = pair(after: rest) {
                bytes.append(contentsOf: String(Character(scalar)).utf8)
                rest = rest.dropFirst(11)
            } else {
                // Whatever is escaped belongs to its backslash, and may be one itself.
                bytes.append(byte)
                if let escaped = rest.popFirst() { bytes.append(escaped) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func pair(after text: Substring.UTF8View) -> Unicode.Scalar? {
        guard let high = unit(in: text.prefix(5)), (0xD800...0xDBFF).contains(high) else { return nil }
        let rest = text.dropFirst(5)
        guard rest.first == backslash, let low = unit(in: rest.dropFirst().prefix(5)), (0xDC00...0xDFFF).contains(low)
        else { return nil }
        return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    }

    /// The number of `uXXXX`.
    private static func unit(in text: Substring.UTF8View) -> UInt32? {
        guard text.first == UInt8(ascii: "u"), text.count == 5 else { return nil }
        return UInt32(Substring(text.dropFirst()), radix: 16)
    }

    private static func hasPair(_ text: String) -> Bool {
        text.contains("\\ud") || text.contains("\\uD")
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let openers: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
}

// MARK: - Complaints of the YAML library

extension YamlError {
    /// What is wrong and where, in the words of the YAML library.
    fileprivate func complaint(in file: String, text: String) -> ScenarioComplaint {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let location = SourceLocation(file: file, line: mark.line, column: mark.column)
            // The library stops earlier than we do where nothing but brackets come.
            if problem.hasPrefix("Maximum nesting level") { return DocumentParser.tooDeep(location) }
            return ScenarioComplaint(
                location,
                Self.sentence(problem, context) + Self.hint(about: mark, in: text))
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "`\($0)`" }.joined(separator: ", ")
            return ScenarioComplaint(
                SourceLocation(file: file, line: context.mark.line, column: context.mark.column),
                "\(names) stand\(keys.count == 1 ? "s" : "") more than once in this mapping")
        case .reader(let problem, let offset, _, _):
            let before = String(decoding: text.utf8.prefix(offset ?? 0), as: UTF8.self)
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            let column = (lines.last?.unicodeScalars.count ?? 0) + 1
            return ScenarioComplaint(
                SourceLocation(file: file, line: lines.count, column: column), "not YAML: \(problem)")
        default:
            return ScenarioComplaint(.start(of: file), "not YAML: \(self)")
        }
    }

    /// A tab looks like the spaces that it must not stand for.
    private static func hint(about mark: Mark, in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return "" }
        let indentation = lines[mark.line - 1].prefix { $0.isWhitespace }
        return indentation.contains("\t") ? "; lines are indented with spaces, not tabs" : ""
    }

    private static func sentence(_ problem: String, _ context: Context?) -> String {
        let isAlias = problem.contains("alias") || context?.text.contains("alias") == true
        let hint = isAlias ? "; a text that begins with `*` needs quotes" : ""
        guard let context else { return "not YAML: \(problem)\(hint)" }
        let since = "\(context.text) that begins at \(context.mark.line):\(context.mark.column)"
        return "not YAML: \(problem) (\(since))\(hint)"
    }
}
