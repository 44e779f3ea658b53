import Kernel

/// How far the check of an identity's sign-in data is: a function of the time alone, with no task behind it.
package struct Validation: Codable, Sendable, Equatable {
    /// The instant from which on the outcome is known.
    let endsAt: Moment
    /// How it ends.
    let outcome: AnchorPolicies.Outcome

    /// A validation that takes `delay` from `start` on.
    init(startingAt start: Moment, taking delay: TimeSpan, outcome: AnchorPolicies.Outcome) {
        endsAt = start + delay
        self.outcome = outcome
    }

    /// The identity's status at `now`. At the instant of its end it has ended.
    func status(at now: Moment) -> Identity.Status {
        guard now >= endsAt else { return .pending }
        return outcome == .validated ? .validated : .failed
    }
}
