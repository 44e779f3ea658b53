package import Kernel

/// What became of a finished visit to the hosted page.
package struct Completion: Sendable {
    /// The new identity; nil where the user cancelled or the sign-in failed.
    package let identity: Identity?
    /// Where to send the browser; nil where it stays (policies `onCancel: stay` and `onSuccess: stay`).
    package let callback: String?
    /// How often the callback is called.
    package let delivery: AnchorPolicies.CallbackDelivery
    /// What is worth knowing about it, for example that the callback had a query already.
    package var reason: Reason?
}
