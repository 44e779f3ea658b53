import Anchor

extension CallbackDelivery {
    /// Calls as often as the world's choice says: one call after the other, or both at once.
    func call(_ url: String, _ times: AnchorPolicies.CallbackDelivery) async -> [Outcome] {
        switch times {
        case .once: return [await call(url)]
        case .twice:
            let first = await call(url)
            return [first, await call(url)]
        case .twiceAtOnce:
            async let first = call(url)
            async let second = call(url)
            return await [first, second]
        }
    }
}
