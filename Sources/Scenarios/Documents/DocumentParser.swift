import Kernel
import Yams

/// Turns YAML text (JSON is YAML) into nodes, within bounds that no honest scenario comes near.
struct DocumentParser {
    static let largestText = 1 << 20
    static let deepest = 64
    static let mostNodes = 1_000_000

    private let file: String
    private var remaining = Self.mostNodes
    private var complaints: [ScenarioComplaint] = []

    /// The root node of `text`; an empty mapping where there is none.
    static func parse(_ text: String, file: String) throws(ScenarioComplaints) -> DocumentNode {
        let start = Place.start(of: file)
        // A byte order mark would count as a column.
        let marked = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard marked.utf8.count <= largestText else { throw tooLarge(file) }
        let text = SurrogateEscapes.joined(in: marked)
        if let line = AliasScan.lineOfKeyWithAlias(in: text) {
            let place = Place(file: file, line: line, column: 1)
            throw ScenarioComplaints(place, "an alias or a collection cannot be a key where aliases are used")
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
        guard let root else { return DocumentNode(place: start, content: .mapping([])) }
        var parser = DocumentParser(file: file)
        let node = parser.convert(root, depth: 1)
        guard parser.complaints.isEmpty else { throw ScenarioComplaints(parser.complaints) }
        return node.isNull ? DocumentNode(place: start, content: .mapping([])) : node
    }

    /// The complaint about a text that is too large to be read.
    static func tooLarge(_ file: String) -> ScenarioComplaints {
        ScenarioComplaints(.start(of: file), "the text is longer than 1 MiB")
    }

    /// The complaint about a value inside too many others.
    static func tooDeep(_ place: Place) -> ScenarioComplaint {
        ScenarioComplaint(place, "nested deeper than \(deepest) levels")
    }

    private init(file: String) {
        self.file = file
    }

    private mutating func convert(_ node: Node, depth: Int) -> DocumentNode {
        let place = place(of: node)
        let nothing = DocumentNode(place: place, content: .mapping([]))
        guard remaining > 0 else { return nothing }
        remaining -= 1
        if remaining == 0 {
            complain(place, "with all its aliases written out, the text has more than \(Self.mostNodes) values")
            return nothing
        }
        guard depth <= Self.deepest else {
            complaints.append(Self.tooDeep(place))
            return nothing
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.tag.rawValue == Tag.Name.implicit.rawValue
            refuseTag(scalar.tag.rawValue, besides: .str, at: place)
            return DocumentNode(place: place, content: .scalar(ScalarText(text: scalar.string, isPlain: isPlain)))
        case .sequence(let sequence):
            refuseTag(sequence.tag.rawValue, besides: .seq, at: place)
            return DocumentNode(place: place, content: .sequence(sequence.map { convert($0, depth: depth + 1) }))
        case .mapping(let mapping):
            refuseTag(mapping.tag.rawValue, besides: .map, at: place)
            return DocumentNode(place: place, content: .mapping(members(of: mapping, depth: depth)))
        case .alias: return nothing
        }
    }

    private mutating func members(of mapping: Node.Mapping, depth: Int) -> [DocumentMember] {
        var members: [DocumentMember] = []
        for (key, value) in mapping {
            let value = convert(value, depth: depth + 1)
            guard let name = key.scalar?.string else {
                complain(place(of: key), "a key must be a plain word")
                continue
            }
            if name == "<<" {
                complain(place(of: key), "`<<` merges nothing here; lay scenarios over each other with `extends`")
                continue
            }
            members.append(DocumentMember(key: name, keyPlace: place(of: key), value: value))
        }
        return members
    }

    private mutating func refuseTag(_ tag: String, besides allowed: Tag.Name, at place: Place) {
        if ![Tag.Name.implicit, .nonSpecific, allowed].map(\.rawValue).contains(tag) {
            complain(place, "the tag `\(tag)` has no meaning here")
        }
    }

    private mutating func complain(_ place: Place, _ problem: String) {
        complaints.append(ScenarioComplaint(place, problem))
    }

    private func place(of node: Node) -> Place {
        Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
