import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// One call of the control plane.
typealias ControlCall = Call<ControlContext>

extension Call where Store == ControlContext {
    /// All worlds.
    var worlds: any ControlledWorlds { store.worlds }

    /// The world that the query names; nil if it names none.
    func namedWorld() throws(ControlRefusal) -> WorldName? {
        guard let text = query("world") else { return nil }
        guard let name = WorldName(text) else { throw .invalidWorldName(text) }
        return name
    }

    /// The name of the world that the call is about.
    func worldName() throws(ControlRefusal) -> WorldName { try namedWorld() ?? .default }

    /// The world that the call is about, made if there is none yet.
    func world() throws(ControlRefusal) -> any ControlledWorld { try worlds.world(try worldName()) }

    /// The body's members. Throws if one has a name that is not in `names`.
    func fields(only names: [String]) throws -> Fields {
        let fields = try fields()
        let complaints = fields.unknownMembers(besides: names)
        guard complaints.isEmpty else { throw ControlRefusal.invalidBody(complaints) }
        return fields
    }

    /// The body as a document, YAML or JSON. Throws if it is not UTF-8, or not the JSON that its type says it is.
    func document() throws -> String {
        guard let text = String(validating: exchange.body.readableBytesView, as: UTF8.self) else {
            throw ControlRefusal(.badRequest, "The body is not UTF-8", code: ControlReason.bodyNotUTF8)
        }
        let type = exchange.head.headerFields[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        if type.hasSuffix("json"), text.contains(where: { !$0.isWhitespace }) { _ = try JSONParser.parse(text) }
        return text
    }

    /// Whether secrets are hidden in the answer: the query parameter `secrets`.
    func secretMask() throws(ControlRefusal) -> SecretMask {
        switch query("secrets") {
        case nil, "masked": .masking
        case "shown": .showing
        case .some(let other):
            throw .invalidQuery(["The query parameter secrets must be masked or shown, not \"\(other)\""])
        }
    }

    /// Whether a person's browser asks rather than a program.
    var prefersPage: Bool {
        AcceptedTypes(exchange.head.headerFields[.accept]).prefers("text/html", to: "application/json")
    }
}

/// The query parameters that a call takes. All others are refused: a typing error must not widen a filter silently.
struct QueryTerms {
    private static let mostComplaints = 50

    private let names: [String]

    /// These parameters, and `world`.
    init(_ names: [String]) {
        self.names = names + ["world"]
    }

    /// Throws if the query has a parameter that is unknown or given twice.
    func check(_ query: NamedValues) throws(ControlRefusal) {
        var seen: Set<String> = []
        var complaints: [String] = []
        for pair in query.pairs where complaints.count < Self.mostComplaints {
            if !names.contains(pair.name) {
                complaints.append(complaint(about: pair.name))
            } else if !seen.insert(pair.name).inserted {
                complaints.append("The query parameter \(pair.name) is given twice")
            }
        }
        guard complaints.isEmpty else { throw .invalidQuery(complaints) }
    }

    private func complaint(about name: String) -> String {
        let unknown = "The query parameter \(name) is unknown"
        guard let meant = TextSuggestion.nearest(to: name, among: names) else {
            return "\(unknown); expected \(names.joined(separator: ", "))"
        }
        return "\(unknown); did you mean \(meant)?"
    }
}

extension Fields {
    /// A complaint for each member whose name is not in `names`, up to a number that a person would read: a typing error
    /// in a test must not pass silently.
    fileprivate func unknownMembers(besides names: [String]) -> [FieldComplaint] {
        raw.members.lazy.map(\.name).filter { !names.contains($0) }.prefix(Self.mostComplaints).map {
            complaint($0, Self.problem(of: $0, among: names))
        }
    }

    private static var mostComplaints: Int { 50 }

    private static func problem(of name: String, among names: [String]) -> String {
        if let meant = TextSuggestion.nearest(to: name, among: names) { return "is unknown; did you mean \(meant)?" }
        if names.isEmpty { return "is unknown; none is expected here" }
        return "is unknown; expected \(names.joined(separator: ", "))"
    }
}

/// What an `Accept` header wants (RFC 9110, 12.5.1): of the ranges that fit a type, the most specific one counts.
private struct AcceptedTypes {
    private struct Range {
        let type: String
        let quality: Double
    }

    private let ranges: [Range]

    /// The ranges of a header; without one, anything goes.
    init(_ header: String?) {
        ranges = (header ?? "*/*").split(separator: ",").map { part in
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return Range(type: pieces.first ?? "", quality: quality ?? 1)
        }
    }

    /// Whether the client prefers `left`, for example `text/html`, to `right`.
    func prefers(_ left: String, to right: String) -> Bool { quality(of: left) > quality(of: right) }

    private func quality(of type: String) -> Double {
        let family = type.prefix { $0 != "/" }
        for candidate in [type, "\(family)/*", "*/*"] {
            if let range = ranges.first(where: { $0.type == candidate }) { return range.quality }
        }
        return 0
    }
}
