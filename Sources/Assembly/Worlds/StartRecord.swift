import Kernel
import Scenarios

/// What the start of a world is made from: enough to make it again in another process.
struct StartRecord: Codable, Sendable, Equatable {
    /// The scenario's texts.
    let scenario: ScenarioSources
    /// What went over or under them.
    let settings: StartingPoint.Settings
}
