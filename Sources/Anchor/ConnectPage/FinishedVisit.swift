import Kernel

/// How the visit that spent a token ended, kept for the page that ended it: its form may come twice, from a double click or
/// a reload.
struct FinishedVisit: Codable, Sendable, Equatable {
    /// What came of it.
    enum Ending: Codable, Sendable, Equatable {
        case connected(identityID: String)
        case cancelled
        case failed(reason: String)
    }

    /// The number of the page whose form ended it.
    let page: Int
    let ending: Ending
    /// When it ended.
    let at: Moment

    /// The outcome as it was; what the user signed in with is the identity's by now.
    var outcome: ConnectOutcome {
        switch ending {
        case .connected: .success(ConnectOutcome.SignIn())
        case .cancelled: .cancelled
        case .failed(let reason): .failed(reason: reason)
        }
    }
}
