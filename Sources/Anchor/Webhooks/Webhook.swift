import Kernel
import KernelHTTP

/// A registered receiver of events (anchor.md 8.1).
struct Webhook: Codable, Sendable, Equatable {
    /// What is known of a new one.
    struct Draft: Sendable {
        let url: String
        var description: String?
        /// Each once.
        let events: [WebhookEvent]
        /// The way by which its maker came to Drydock: where the addresses in what it is sent lead.
        let origin: Origin

        /// What is known of one that a client takes to be there (policy `unknownIds`).
        static let adopted = Draft(
            url: "https://adopted.invalid/webhook", events: WebhookEvent.allCases, origin: .vendor)
    }

    /// What a client changes; nil stays.
    struct Change: Sendable {
        var url: String?
        /// Nil inside takes it away.
        var description: String??
        var events: [WebhookEvent]?
        var isEnabled: Bool?
    }

    /// A secret that was replaced and is good for a while.
    struct FormerSecret: Codable, Sendable, Equatable {
        let secret: String
        let validUntil: Moment
    }

    /// How long a secret is good after it was replaced (anchor.md 8.1).
    static let rotationTime = TimeSpan.minutes(24 * 60)
    /// For how long deliveries are listed, also of a webhook that is deleted (anchor.md 8.5).
    static let retentionTime = TimeSpan.minutes(7 * 24 * 60)
    /// The longest description, in characters (anchor.md 8.1).
    static let longestDescription = 256
    /// How many replaced secrets are good at once at most (ours).
    private static let mostFormerSecrets = 4

    /// `wh_` and 26 hexadecimal digits.
    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    private(set) var url: String
    private(set) var description: String?
    private(set) var events: [WebhookEvent]
    private(set) var isEnabled = true
    private(set) var secret: String
    private(set) var formerSecrets: [FormerSecret] = []
    private let scheme: String
    private let authority: String
    let createdAt: Moment
    private(set) var updatedAt: Moment
    /// When it was deleted; nil if it is there.
    private(set) var deletedAt: Moment?

    init(_ draft: Draft, id: String, ordinal: Int64, secret: String, createdAt: Moment) {
        self.id = id
        self.ordinal = ordinal
        self.secret = secret
        self.createdAt = createdAt
        url = draft.url
        description = draft.description
        events = draft.events
        scheme = draft.origin.scheme
        authority = draft.origin.authority
        updatedAt = createdAt
    }

    /// Where the addresses in what it is sent lead.
    var origin: Origin { Origin(scheme: scheme, authority: authority) }

    /// Whether it is not deleted.
    var isPresent: Bool { deletedAt == nil }

    /// Whether it is told of an event that comes about now.
    func wants(_ event: WebhookEvent) -> Bool { isPresent && isEnabled && events.contains(event) }

    /// Whether its deliveries can still be listed.
    func isListed(at now: Moment) -> Bool { deletedAt.map { now < $0 + Self.retentionTime } ?? true }

    /// What a delivery is signed with at `instant`, the newest secret first.
    func secrets(at instant: Moment, _ rotation: WebhookPolicies.Rotation) -> [String] {
        guard rotation == .both else { return [secret] }
        return [secret] + formerSecrets.reversed().filter { instant < $0.validUntil }.map(\.secret)
    }

    // MARK: - Transitions

    mutating func apply(_ change: Change, at now: Moment) {
        url = change.url ?? url
        if let description = change.description { self.description = description }
        events = change.events ?? events
        isEnabled = change.isEnabled ?? isEnabled
        updatedAt = now
    }

    /// Replaces the secret; the old one is good for another day.
    mutating func rotate(to secret: String, at now: Moment) {
        formerSecrets.removeAll { now >= $0.validUntil }
        formerSecrets.append(FormerSecret(secret: self.secret, validUntil: now + Self.rotationTime))
        formerSecrets.removeFirst(max(0, formerSecrets.count - Self.mostFormerSecrets))
        self.secret = secret
        updatedAt = now
    }

    /// Takes it out of use. What is under way to it goes on.
    mutating func delete(at now: Moment) {
        deletedAt = deletedAt ?? now
        updatedAt = now
    }
}

extension Origin {
    /// Where nothing says by which way a client comes.
    static let vendor = Origin(scheme: "https", authority: "api.anchorbrowser.io")
}
