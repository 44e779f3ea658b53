import Kernel

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
