import Kernel

/// The choices that have to do with webhooks (anchor.md 8, where it is silent).
struct WebhookPolicies: Codable, Sendable, Equatable {
    /// Which addresses are taken.
    enum Targets: String, Codable, CaseIterable, Sendable { case loopback, vendor, any }
    /// What a delivery is signed with for a day after a rotation.
    enum Rotation: String, Codable, CaseIterable, Sendable { case both, newest }
    /// Whose time deliveries carry.
    enum Timestamps: String, Codable, CaseIterable, Sendable { case world, real }

    /// When a delivery that failed is tried again.
    struct Retries: Codable, Sendable, Equatable, ObjectDescribed {
        /// The most tries after the first (ours).
        static let most = 20

        var delays: [TimeSpan] = [.seconds(10), .minutes(1), .minutes(10), .minutes(60), .minutes(360)]

        private enum CodingKeys: String, CodingKey { case delays }

        static let objectDescription = ObjectDescription([
            "delays":
                "How long after a try the next one is due; there is one try more than there are delays, which are 20 at most."
        ])
    }

    var targets = Targets.loopback
    var rotation = Rotation.both
    var timestamps = Timestamps.world
    var retries = Retries()

    /// What a scenario can choose, among the choices of the whole vendor.
    static let choices: [PolicyChoice<AnchorPolicies>] = [
        PolicyChoice(
            "webhookTargets", \.webhooks.targets, "Which addresses webhooks may have.",
            row: PolicyRow(
                "addresses of webhooks",
                "the vendor's rules, but `http` and addresses of this machine are taken as well, so that a test can "
                    + "receive; `vendor` refuses them, `any` takes private networks and internal names, too")),
        PolicyChoice(
            "webhookRotation", \.webhooks.rotation, "With what deliveries are signed for a day after a rotation.",
            row: PolicyRow(
                "signatures for 24 h after a rotation",
                "one `v1=` for each secret that is good, the newest first: a receiver with either secret can check it")),
        PolicyChoice(
            "webhookTimestamps", \.webhooks.timestamps, "Whose time deliveries carry.",
            row: PolicyRow(
                "`Anchor-Timestamp`",
                "the world's time; `real` is for receivers that compare it with their own clock while the world's stands"
            )),
        PolicyChoice(
            "webhookRetries", \.webhooks.retries, "When a delivery that failed is tried again.",
            row: PolicyRow(
                "delays between the tries of a delivery", "10 s, 1 min, 10 min, 1 h, 6 h; then it is `dead`",
                example: "webhookRetries: {delays: [10s, 1m]}")),
    ]
}
