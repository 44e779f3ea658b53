import Kernel

extension ConnectOutcome {
    /// What the journal says of a visit that made no identity; nil for one that did.
    var reason: Reason? {
        switch self {
        case .success: nil
        case .cancelled: Reason("signIn.cancelled", "The user cancelled.")
        case .failed(let reason): Reason("signIn.failed", reason)
        }
    }
}
