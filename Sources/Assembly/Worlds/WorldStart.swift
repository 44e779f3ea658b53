import Anchor
import Anon
import Kernel

/// What a world begins as: values that are copied at no cost, so that a reset takes as long with a million objects as with none.
struct WorldStart: Sendable {
    let name: WorldName
    let scenarioName: String
    let clockStart: Moment?
    let clockMode: ClockMode
    let rules: [Rule]
    let anchor: AnchorState
    let anchorPolicies: AnchorPolicies
    let anon: AnonState
    let anonPolicies: AnonPolicies
}
