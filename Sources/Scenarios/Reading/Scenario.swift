package import Kernel

/// What a world starts from: the clock, the seed, the rules, and each vendor's section.
package struct Scenario: Sendable {
    /// What it is called; `inline` for a text without a name.
    package let name: String
    /// What happens in it, in one sentence; the name if there is none.
    package let title: String
    /// What all ids and secrets follow from.
    package let seed: UInt64
    /// What the clock shows at the start; nil for the real time.
    package let clockStart: Moment?
    /// Whether time passes by itself; nil for the server's choice.
    package let clockMode: ClockMode?
    /// The first that fits a request acts.
    package let rules: [Rule]
    /// What it was read from.
    package let sources: ScenarioSources
    private let sections: [String: any ScenarioSection]

    init(_ header: ScenarioHeader, name: String, sources: ScenarioSources, sections: [any ScenarioSection]) {
        self.name = header.name ?? name
        title = header.title ?? self.name
        seed = header.seed ?? 0
        clockStart = header.clock?.start
        clockMode = header.clock?.mode
        rules = header.rules ?? []
        self.sources = sources
        self.sections = Dictionary(sections.map { (type(of: $0).name, $0) }) { first, _ in first }
    }

    /// A vendor's part; an empty one if the scenario has none.
    package func section<Section: ScenarioSection>(_: Section.Type = Section.self) -> Section {
        sections[Section.name] as? Section ?? Section()
    }
}

/// The keys of a scenario that belong to no vendor.
struct ScenarioHeader: Codable {
    var name: String?
    var title: String?
    var extends: [String]?
    var seed: UInt64?
    var clock: ScenarioClock?
    var rules: [Rule]?
}

extension ScenarioHeader: ObjectDescribed {
    static var objectDescription: ObjectDescription {
        ObjectDescription([
            "name": "What the scenario is called; the file's name where it is absent.",
            "title": "One sentence: what happens in it.",
            "extends": "Scenarios that this one is laid over, later ones over earlier ones.",
            "seed": "The number that all ids and secrets follow from; 0 where it is absent.",
            "clock": "What the clock shows at the start, and whether it runs.",
            "rules": "What happens to requests; the first rule that fits acts.",
        ])
    }
}

/// A scenario's key `clock`.
struct ScenarioClock: Codable {
    var start: Moment?
    var mode: ClockMode?
}

extension ScenarioClock: ObjectDescribed {
    static var objectDescription: ObjectDescription {
        ObjectDescription([
            "start": "The time at the start; the real time where it is absent.",
            "mode": "running: time passes by itself; frozen: it stands until it is advanced or set.",
        ])
    }
}
