package import Kernel

/// What a world starts from: the clock, the seed, the rules, and each vendor's section.
package struct Scenario: Sendable {
    /// What it is called; `inline` for a text without a name.
    package let name: String
    /// What happens in it, in one sentence; the name where there is none.
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
        self.sources = sources
        self.name = header.name ?? name
        title = header.title ?? self.name
        seed = header.seed ?? 0
        clockStart = header.clock?.start
        clockMode = header.clock?.mode
        rules = header.rules ?? []
        self.sections = Dictionary(sections.map { (type(of: $0).name, $0) }) { first, _ in first }
    }

    /// A vendor's part; one that says nothing where the scenario has none.
    package func section<Section: ScenarioSection>(_: Section.Type = Section.self) -> Section {
        sections[Section.name] as? Section ?? Section()
    }
}
