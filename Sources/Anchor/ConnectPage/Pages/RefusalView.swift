/// A page that says why there is nothing to do here, as `refusal.mustache` shows it.
struct RefusalView: Sendable {
    let title: String
    let heading: String
    let what: String
    let advice: [Advice]
    let code: String
}
