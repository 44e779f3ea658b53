package import Kernel

/// A page that says why there is nothing to do here, as `refusal.mustache` shows it.
package struct RefusalView: Sendable {
    let title: String
    let heading: String
    let what: String
    let advice: [Advice]
    let code: String
    /// Where to go on to, with the customer's query; nil where the user stays.
    let wayBack: String?

    /// A refusal for this reason.
    package init(heading: String, reason: Reason, advice: [Advice], wayBack: String? = nil) {
        title = heading
        self.heading = heading
        what = reason.detail
        self.advice = advice
        code = reason.code
        self.wayBack = wayBack
    }
}
