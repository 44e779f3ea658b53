import Anchor
import Anon
import Kernel

/// What a world begins as: values that are copied at no cost, so that a reset takes as long with a million objects as with none.
final class WorldStart: Sendable {
    let name: WorldName
    let scenarioName: String
    /// What all of this was made from.
    let record: StartRecord
    let clockStart: Moment?
    let clockMode: ClockMode
    let rules: RuleBookState
    let anchor: AnchorState
    let anchorPolicies: AnchorPolicies
    let anon: AnonState
    let anonPolicies: AnonPolicies

    init(
        name: WorldName, scenarioName: String, record: StartRecord, clockStart: Moment?, clockMode: ClockMode,
        rules: RuleBookState, anchor: AnchorState, anchorPolicies: AnchorPolicies, anon: AnonState,
        anonPolicies: AnonPolicies
    ) {
        self.name = name
        self.scenarioName = scenarioName
        self.record = record
        self.clockStart = clockStart
        self.clockMode = clockMode
        self.rules = rules
        self.anchor = anchor
        self.anchorPolicies = anchorPolicies
        self.anon = anon
        self.anonPolicies = anonPolicies
    }
}
