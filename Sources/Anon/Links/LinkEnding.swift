/// How a visit to the Link page ended, as the customer's address is told (anon.md 4.3). The guide names `type` and
/// `error_code`, the vendor's examples read `status`: both are sent.
enum LinkEnding: Sendable, Equatable {
    /// The documented values of `error_code`.
    enum Failure: String, Sendable {
        /// The link is wrong.
        case input = "bad_input"
        /// The link's credentials, or the app that was to be linked, refused.
        case authorization = "bad_authorization"
        /// Whatever else.
        case service = "anon_internal_error"
    }

    case success
    /// The user gave up; that this is an error without a code is ours.
    case cancelled
    case failed(Failure)

    /// Names and values, in order.
    var parameters: [(String, String)] {
        switch self {
        case .success: [("type", "success"), ("status", "success")]
        case .cancelled: [("type", "error"), ("status", "cancelled")]
        case .failed(let failure): [("type", "error"), ("status", "error"), ("error_code", failure.rawValue)]
        }
    }
}
