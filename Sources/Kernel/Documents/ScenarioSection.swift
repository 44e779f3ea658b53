/// A part of a scenario, usually one vendor's: the seed state and policies under its name, in the terms of that vendor.
///
/// The type's own `Codable` synthesis is the format: the reader finds the allowed keys, their types and whether they may be
/// missing by decoding it, and the JSON Schema comes from the same. Optional properties are optional keys. Leaf types of our
/// own say their wire form through `ScalarDescribed`, choices through `String`-backed `CaseIterable` enumerations.
public protocol ScenarioSection: Codable, Sendable {
    /// The key of the section in a scenario file: the vendor's name, for example `anchor`.
    static var name: String { get }
    /// What the section is for, in one sentence.
    static var summary: String { get }
    /// An empty section.
    init()
    /// What only the section itself can see: references that lead nowhere, ids given twice.
    func complaints() -> [SectionComplaint]
    /// The same, with what only the section beside others can see: `others` are all that the scenario has.
    func complaints(beside others: [any ScenarioSection]) -> [SectionComplaint]
}

extension ScenarioSection {
    /// That of a vendor's part.
    public static var summary: String { "The state of \(name) at the start, and its policies." }

    /// What the section can see by itself.
    public func complaints(beside _: [any ScenarioSection]) -> [SectionComplaint] { complaints() }
}

/// What is wrong inside a section of a scenario, with the path to the place: keys and indices from the section on.
public struct SectionComplaint: Equatable, Sendable {
    /// For example `["identities", "0", "application"]`.
    public let path: [String]
    /// What is wrong, in words, with a suggestion if there is one.
    public let problem: String

    /// A complaint about the value at `path`.
    public init(path: [String], problem: String) {
        self.path = path
        self.problem = problem
    }

    /// The complaint about a reference that leads nowhere; nil if it leads somewhere, or there is none.
    ///
    /// - Parameter key: the key that holds the reference; `kind` where it is absent.
    public static func missing(
        _ reference: String?, _ kind: String, among known: KnownNames, at path: [String], key: String? = nil
    ) -> SectionComplaint? {
        guard let reference, !known.contains(reference) else { return nil }
        let nearest = TextSuggestion.nearest(to: reference, among: known.names)
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
        return SectionComplaint(path: path + [key ?? kind], problem: "there is no \(kind) \"\(reference)\"\(hint)")
    }
}

/// The names that references of a section can lead to, put together once for all of them.
public struct KnownNames: Sendable {
    /// In the order of the section.
    public let names: [String]
    private let set: Set<String>

    /// These names.
    public init(_ names: [String]) {
        self.names = names
        set = Set(names)
    }

    /// Whether a reference to `name` leads somewhere.
    public func contains(_ name: String) -> Bool { set.contains(name) }
}

/// A value of a section that may be given only once: an id, a name.
public struct UniqueValue: Sendable {
    /// Where it is given.
    public let path: [String]
    /// What it is, in words: `application name`.
    public let kind: String
    /// The value.
    public let value: String
    /// What else distinguishes two values that are the same.
    public let scope: String

    /// A value at a place.
    public init(path: [String], kind: String, value: String, scope: String = "") {
        self.path = path
        self.kind = kind
        self.value = value
        self.scope = scope
    }

    /// The values that the items of a list have under `key`, those without one left out.
    public static func each(_ list: [String], _ key: String, _ kind: String, _ values: [String?]) -> [UniqueValue] {
        values.enumerated().compactMap { index, value in
            value.map { UniqueValue(path: list + ["\(index)", key], kind: kind, value: $0) }
        }
    }

    /// The complaints about those that are given a second time.
    ///
    /// - Parameter reserved: values that are given before the section, by kind, and whose they are.
    public static func complaints(
        about values: [UniqueValue], reserved: [String: String] = [:], by owner: String = ""
    ) -> [SectionComplaint] {
        var seen: Set<[String]> = []
        return values.compactMap { entry in
            if reserved[entry.kind] == entry.value {
                return SectionComplaint(
                    path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is \(owner)'s")
            }
            guard !seen.insert([entry.kind, entry.scope, entry.value]).inserted else { return nil }
            return SectionComplaint(path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is given twice")
        }
    }
}
