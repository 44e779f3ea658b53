import HostedPages
import Kernel

/// Which validation the world's choices give.
extension Validation {
    /// After `POST /v1/identities` and after new credentials.
    static func afterCreation(of credentials: [Credential], policies: AnchorPolicies, at now: Moment) -> Validation {
        Validation(
            startingAt: now, taking: policies.validationDelay, outcome: outcome(of: credentials, policies: policies))
    }

    /// Where the client waits for the outcome.
    static func immediate(of credentials: [Credential], policies: AnchorPolicies, at now: Moment) -> Validation {
        Validation(startingAt: now, taking: .zero, outcome: outcome(of: credentials, policies: policies))
    }

    /// After the hosted page; a user who is told to be pending takes as long as after `POST /v1/identities`.
    static func afterPage(isPending: Bool, policies: AnchorPolicies, at now: Moment) -> Validation {
        Validation(
            startingAt: now, taking: isPending ? policies.validationDelay : policies.validationDelayAfterPage,
            outcome: policies.validationOutcome)
    }

    /// Credentials of a magic user who cannot sign in fail whatever the policy says.
    static func outcome(of credentials: [Credential], policies: AnchorPolicies) -> AnchorPolicies.Outcome {
        let refused = credentials.contains { credential in
            credential.username.flatMap(MagicUser.init(rawValue:))?.failure != nil
        }
        return refused ? .failed : policies.validationOutcome
    }
}
