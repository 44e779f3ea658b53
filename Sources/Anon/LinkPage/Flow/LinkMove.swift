import HostedPages

/// What follows from something that the user did on the Link page.
enum LinkMove: Sendable, Equatable {
    /// The flow is at another step: show it.
    case step
    /// The flow is where it was: show its step with this complaint.
    case again(FormComplaint)
    /// The visit is over.
    case finish(LinkOutcome)
}
