import Browsers
import HostedPages
import Kernel
import KernelHTTP

/// An end user's sign-in at one application (anchor.md 3).
package struct Identity: Codable, Sendable, Equatable {
    /// The three documented words (anchor.md 3).
    enum Status: String, Codable, CaseIterable, Sendable { case pending, validated, failed }

    /// What is known of a new identity.
    struct Draft: Sendable {
        /// The vendor's own default (anchor.md 3).
        static let unnamed = "Unnamed Identity"

        var name = unnamed
        /// The address of the site or of its sign-in page.
        var source: String
        var metadata = JSONObject()
        var credentials: [Credential] = []
        /// The name of the flow that the user went through.
        var authFlow: String?
        var validation: Validation
        var visibility: IdentityVisibility?
        /// What a browser has of it.
        var browser: StorageState?
    }

    /// What a client changes; nil stays.
    struct Change: Sendable {
        var name: String?
        var metadata: JSONObject?
        var credentials: [Credential]?
    }

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    package let id: String
    /// The place in the order of making.
    let ordinal: Int64
    /// The application that it belongs to.
    let applicationID: String
    private(set) var name: String
    /// The address of the site or of its sign-in page.
    let source: String
    /// Whatever the customer keeps with it.
    private(set) var metadata: JSONObject
    /// The stored sign-in data.
    private(set) var credentials: [Credential]
    /// The name of the flow that the user went through; nil if there was none.
    let authFlow: String?
    /// How far the check of the sign-in data is.
    private(set) var validation: Validation
    /// When agents find that it is not signed in, by the ids of their runs; nil if none does.
    private var lapses: [String: Moment]?
    /// From when on it can be read; nil if it can.
    var visibility: IdentityVisibility?
    /// What a browser has of it, in place of what it has of all identities of the application; nil if it has no more than that.
    let browser: StorageState?
    let createdAt: Moment
    private(set) var updatedAt: Moment

    init(id: String, ordinal: Int64, applicationID: String, draft: Draft, createdAt: Moment) {
        self.id = id
        self.ordinal = ordinal
        self.applicationID = applicationID
        self.createdAt = createdAt
        name = draft.name
        source = draft.source
        metadata = draft.metadata
        credentials = draft.credentials
        authFlow = draft.authFlow
        validation = draft.validation
        visibility = draft.visibility
        browser = draft.browser
        updatedAt = createdAt
    }

    /// The status at `now`.
    func status(at now: Moment) -> Status {
        lapsesInForce.first.map { $0 <= now } ?? false ? .failed : validation.status(at: now)
    }

    /// When agents find that it is not signed in, in order. What they find before a validation has ended does not change its outcome.
    var lapsesInForce: [Moment] { (lapses ?? [:]).values.filter { $0 >= validation.endsAt }.sorted() }

    /// When an agent's run finds it, if it does.
    func lapse(in run: String) -> Moment? { lapses?[run] }

    /// An agent's run finds that it is not signed in, or does not any more.
    mutating func setLapse(in run: String, at moment: Moment?) {
        var changed = lapses ?? [:]
        changed[run] = moment
        lapses = changed.isEmpty ? nil : changed
    }

    /// What was found before a new validation began counts no more.
    private mutating func endLapses(at now: Moment) {
        lapses = lapses?.filter { $0.value > now }
    }

    /// Applies what `change` names. Credentials start a new validation (ours; anchor.md 3).
    mutating func apply(_ change: Change, _ turn: AnchorTurn) {
        name = change.name ?? name
        if let pairs = change.metadata {
            switch turn.policies.identityMetadata {
            case .replace: metadata = pairs
            case .merge: metadata.merge(pairs)
            }
        }
        if let credentials = change.credentials {
            self.credentials = credentials
            endLapses(at: turn.now)
            validation = .afterCreation(of: credentials, turn)
        }
        updatedAt = turn.now
    }

    /// Starts another validation.
    mutating func revalidate(_ validation: Validation, at now: Moment) {
        endLapses(at: now)
        self.validation = validation
        updatedAt = now
    }
}

/// How far the check of an identity's sign-in data is: a function of the time alone, with no task behind it.
struct Validation: Codable, Sendable, Equatable {
    /// The instant from which on the outcome is known.
    let endsAt: Moment
    /// How it ends.
    let outcome: AnchorPolicies.ValidationOutcome

    /// A validation that takes `delay` from `start` on.
    init(startingAt start: Moment, taking delay: TimeSpan, outcome: AnchorPolicies.ValidationOutcome) {
        endsAt = start + delay
        self.outcome = outcome
    }

    /// The identity's status at `now`. At the instant of its end it has ended.
    func status(at now: Moment) -> Identity.Status {
        guard now >= endsAt else { return .pending }
        return outcome == .validated ? .validated : .failed
    }

    // MARK: - What the world's choices give

    /// After `POST /v1/identities` and after new credentials.
    static func afterCreation(of credentials: [Credential], _ turn: AnchorTurn) -> Validation {
        Validation(
            startingAt: turn.now, taking: turn.policies.identityValidation.after,
            outcome: outcome(of: credentials, policies: turn.policies))
    }

    /// Where the client waits for the outcome.
    static func immediate(of credentials: [Credential], _ turn: AnchorTurn) -> Validation {
        Validation(startingAt: turn.now, taking: .zero, outcome: outcome(of: credentials, policies: turn.policies))
    }

    /// After the hosted page; a user who is told to be pending takes as long as after `POST /v1/identities`.
    static func afterPage(isPending: Bool, _ turn: AnchorTurn) -> Validation {
        Validation(
            startingAt: turn.now,
            taking: isPending ? turn.policies.identityValidation.after : turn.policies.identityValidation.afterPage,
            outcome: turn.policies.identityValidation.outcome)
    }

    /// Credentials of a magic user who cannot sign in fail whatever the policy says.
    static func outcome(of credentials: [Credential], policies: AnchorPolicies) -> AnchorPolicies.ValidationOutcome {
        let refused = credentials.contains { credential in
            credential.username.flatMap(MagicUser.init(rawValue:))?.failure != nil
        }
        return refused ? .failed : policies.identityValidation.outcome
    }
}

/// From when on the API knows a new identity: not before a time is over and so many tries to read it have failed
/// (policy `identityVisibility`).
struct IdentityVisibility: Codable, Sendable, Equatable {
    /// The instant from which on it can be read. At the instant itself it can.
    let visibleFrom: Moment
    /// How many more tries fail.
    private(set) var readsLeft: Int

    /// What the world's choices give an identity that is made now; nil if it can be read at once.
    init?(_ turn: AnchorTurn) {
        guard turn.policies.identityVisibility.after > .zero || turn.policies.identityVisibility.afterReads > 0 else {
            return nil
        }
        visibleFrom = turn.now + turn.policies.identityVisibility.after
        readsLeft = turn.policies.identityVisibility.afterReads
    }

    /// Counts a try to read it. Returns whether it succeeds.
    mutating func read(at now: Moment) -> Bool {
        guard readsLeft <= 0 else {
            readsLeft -= 1
            return false
        }
        return now >= visibleFrom
    }
}

extension Reason {
    /// There is such an identity, and the API does not know it yet.
    static func identityNotVisible(_ identity: Identity, _ visibility: IdentityVisibility) -> Reason {
        Reason(
            AnchorReason.identityNotVisible,
            "Identity \(identity.id) was made at \(identity.createdAt), and the API does not know it yet (policy "
                + "identityVisibility): it does from \(visibility.visibleFrom) on, after \(visibility.readsLeft) more tries "
                + "to read it. Ask again.")
    }
}
