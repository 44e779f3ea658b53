import Kernel

extension Reason {
    /// The success step leads nowhere, as for a user who closes the tab there (policy `onSuccess: stay`).
    static let callbackNeverComes = Reason(
        "callback.neverComes", "There is an identity, and the customer's callback is never called (policy onSuccess).")

    /// The callback is called more than once, as by browsers that load links ahead (policy `callbackDelivery`).
    static let callbackTwice = Reason(
        "callback.twice", "The customer's callback is called twice with the same query (policy callbackDelivery).")
}
