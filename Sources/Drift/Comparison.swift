import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP
import NIOHTTP1

/// Holds two answers to one probe against each other.
struct Comparison {
    let probe: Probe
    let description: APIDescription
    /// What may be shown of the other side.
    private let shown: ShownText
    /// Ids that mean the same object on both sides, so that messages with them are the same.
    private let names: [CreatedName]
    private var certainty = Difference.Certainty.documented
    /// What was found.
    private(set) var differences: [Difference] = []
    /// Places that could not be compared, because only one side has elements.
    private(set) var incomparable: [String] = []

    init(_ probe: Probe, in description: APIDescription, shown: ShownText, names: [CreatedName] = []) {
        self.probe = probe
        self.description = description
        self.shown = shown
        self.names = names
    }

    /// Compares the whole answers.
    mutating func compare(_ here: ServerAnswer, _ there: ServerAnswer) throws(DescriptionFailure) {
        let described = probe.definition.answer(here.status)
        certainty = Difference.Certainty(of: probe.operation, described)
        // Bodies of different statuses are different ones.
        guard here.status == there.status else {
            return add(.status, "", String(here.status), String(there.status))
        }
        compareHeaders(here.headers, there.headers, described)
        switch (here.body, there.body) {
        case (.whole(let ours), .whole(let theirs)):
            try compareBodies(ours, theirs, described)
        case (_, .broken(let words)): add(.body, "", "a body with an end", "the body \(words)")
        case (.broken(let words), .whole): add(.body, "", "the body \(words)", "a body with an end")
        }
    }

    /// Notes that one side gives no answer.
    mutating func note(silence: ServerSilence) {
        add(.answer, "", "an answer", "none: it \(silence.words)")
    }

    private mutating func compareBodies(
        _ here: [UInt8], _ there: [UInt8], _ described: OperationDefinition.Answer?
    ) throws(DescriptionFailure) {
        guard !here.isEmpty, !there.isEmpty else {
            guard here.isEmpty != there.isEmpty else { return }
            return add(.body, "", here.isEmpty ? "none" : "a body", there.isEmpty ? "none" : "a body")
        }
        // What is no JSON here is a picture, a film or a text: its type was compared, its content is its own.
        guard var ours = try? JSONParser.parse(here) else { return }
        guard var theirs = try? JSONParser.parse(there) else { return add(.body, "", "JSON", "no JSON") }
        let schemas = described?.contents.first.map { [$0.schema] } ?? []
        let isError = (described?.status ?? 0) >= 400
        var rules = ShapeRules(isExact: probe.kind.isExact || isError, areTextsFixed: isError)
        if probe.kind == .listing, let created = names.last {
            let listed = (here: ours.narrowed(to: created.here), there: theirs.narrowed(to: created.there))
            if let here = listed.here, let there = listed.there {
                (ours, theirs) = (here, there)
                rules.areElementsExact = true
            } else if (listed.here == nil) != (listed.there == nil) {
                func words(_ value: JSONValue?) -> String { value == nil ? "not listed" : "listed" }
                add(.body, "what was created", words(listed.here), words(listed.there))
            }
        }
        try compare(Shape(ours), Shape(theirs), at: "", SchemaView(description, schemas), rules)
    }

    // MARK: - Headers

    /// Headers that a client acts on; of most only whether they are there, as their values are counts and times.
    private static let telling = [
        "allow", "content-disposition", "location", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate",
    ]
    private static let compared: Set = ["allow", "www-authenticate"]
    /// Drydock's own, and what it has instead of the vendor's.
    private static let own: Set = ["link", "x-drydock-reason"]

    private mutating func compareHeaders(
        _ here: HTTPHeaders, _ there: HTTPHeaders, _ described: OperationDefinition.Answer?
    ) {
        let types = (Self.mediaType(here), Self.mediaType(there))
        if types.0 != types.1 { add(.contentType, "content-type", types.0 ?? "none", types.1 ?? "none") }
        let further = (described?.headers ?? []).map { $0.name.lowercased() }
            .filter { !Self.own.contains($0) && !Self.telling.contains($0) && $0 != "content-type" }
        for name in Self.telling + further {
            let values = (Self.value(name, here), Self.value(name, there))
            let isSame =
                Self.compared.contains(name) ? values.0 == values.1 : (values.0 == nil) == (values.1 == nil)
            if !isSame { add(.header, name, values.0 ?? "none", values.1 ?? "none") }
        }
    }

    private static func mediaType(_ headers: HTTPHeaders) -> String? {
        headers.first(name: "content-type").map { type in
            type.lowercased().split(separator: ";").map { $0.drop { $0 == " " } }.joined(separator: "; ")
        }
    }

    /// A list of words in one order, whoever wrote it.
    private static func value(_ name: String, _ headers: HTTPHeaders) -> String? {
        let values = headers[canonicalForm: name]
        return values.isEmpty ? nil : values.map(String.init).sorted().joined(separator: ", ")
    }

    // MARK: - What is found

    mutating func add(_ kind: Difference.Kind, _ place: String, _ here: String, _ there: String) {
        // The vendor publishes hardly any text of an error (anchor.md 1.1).
        let certainty = kind == .text && certainty == .documented ? .inferred : certainty
        differences.append(
            Difference(
                kind: kind, place: shown(place), here: shown(here), there: shown(there), certainty: certainty))
    }

    mutating func add(incomparable place: String) {
        incomparable.append(shown(place))
    }

    /// A text of Drydock's in which the objects of a chain go by one name.
    func named(here text: String) -> String { names.reduce(text) { $0.replacing($1.here, with: "{\($1.name)}") } }

    /// The same of the other side's.
    func named(there text: String) -> String { names.reduce(text) { $0.replacing($1.there, with: "{\($1.name)}") } }
}

extension JSONValue {
    /// The value with nothing in its list but the object that has this text as a member; nil if no list has it.
    fileprivate func narrowed(to id: String) -> JSONValue? {
        switch self {
        case .array(let elements):
            return elements.first { element in
                element.object?.members.contains { $0.value == .string(id) } ?? false
            }.map { .array([$0]) }
        case .object(var object):
            for member in object.members {
                guard let narrowed = member.value.narrowed(to: id) else { continue }
                object[member.name] = narrowed
                return .object(object)
            }
            return nil
        default: return nil
        }
    }
}

/// What one object that a chain made is called on each side.
struct CreatedName: Sendable {
    let name: String
    let here: String
    let there: String
}

extension Difference.Certainty {
    /// How well it is known that an operation gives this answer.
    init(of operation: DescribedOperation, _ answer: OperationDefinition.Answer?) {
        self =
            if operation.endpoint.coverage == .canned {
                .canned
            } else if operation.endpoint.provenance == .documented, let answer, answer.choice == nil {
                .documented
            } else { .inferred }
    }
}
