import Kernel

extension Reason {
    /// The success step leads nowhere, as for a user who closes the tab there (policy `onSuccess: stay`).
    static let callbackNeverComes = Reason(
        "callback.neverComes", "There is an identity, and the customer's callback is never called (policy onSuccess).")
}
