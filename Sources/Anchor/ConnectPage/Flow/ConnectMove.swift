import HostedPages

/// What follows from something that the user did on the hosted page.
enum ConnectMove: Sendable, Equatable {
    /// The flow is at another step: show it.
    case step
    /// The flow is where it was, or further back: show its step with this complaint.
    case again(FormComplaint)
    /// The sign-in is good and a code is asked for: keep it until then, and show the step.
    case hold(ConnectOutcome.SignIn)
    /// The visit is over.
    case finish(ConnectOutcome)
}
