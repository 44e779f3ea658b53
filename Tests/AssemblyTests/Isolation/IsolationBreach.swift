/// What a world saw that it should not have, or missed.
struct IsolationBreach: Error, CustomStringConvertible {
    let world: String
    /// The number of the world's step, from 1.
    let step: Int
    /// What the step was.
    let deed: String
    let problem: String

    var description: String { "world \(world), step \(step) (\(deed)): \(problem)" }
}
