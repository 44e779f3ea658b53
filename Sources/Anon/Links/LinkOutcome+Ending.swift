import Kernel

extension LinkOutcome {
    /// What the customer's address is told. A sign-in that failed is an authorisation that failed (ours).
    var ending: LinkEnding {
        switch self {
        case .success: .success
        case .cancelled: .cancelled
        case .failed: .failed(.authorization)
        }
    }

    /// What the journal says of a visit that linked nothing; nil for one that did.
    var reason: Reason? {
        switch self {
        case .success: nil
        case .cancelled: Reason("signIn.cancelled", "The user cancelled.")
        case .failed(let detail): Reason("signIn.failed", detail)
        }
    }
}
