import HostedPages
import Kernel
import KernelHTTP

/// The step after a visit that made no identity: the user cancelled and stays here, or the sign-in failed.
struct StoppedView: Sendable {
    let title: String
    let heading: String
    let what: String
    let site: SiteView
    let note: String?
    /// Where to go on to; nil where the user stays (policy `onCancel`).
    let callback: String?
    let destination: String
    let expiresAt: String
    let expiresAtInWords: String
    let token: String

    init(_ completion: Completion, outcome: ConnectOutcome, token: String, invitation: ConnectInvitation) {
        if case .failed(let reason) = outcome {
            heading = "Sign-in failed"
            what = reason
        } else {
            heading = "Cancelled"
            what = "You cancelled the sign-in."
        }
        title = "\(heading) – \(invitation.application.name)"
        site = SiteView(name: invitation.application.name, address: invitation.application.site)
        note = completion.reason?.code.hasPrefix("callback.") == true ? completion.reason?.detail : nil
        callback = completion.callback
        destination = WebAddress(invitation.callback)?.origin ?? ""
        expiresAt = invitation.expiresAt.description
        expiresAtInWords = invitation.expiresAt.httpDate
        self.token = token
    }
}
