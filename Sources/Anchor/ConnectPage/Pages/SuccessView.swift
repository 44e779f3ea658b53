import HostedPages
import Kernel
import KernelHTTP

/// The last step: there is an identity, and two links lead back to the application.
struct SuccessView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 3)
    let siteName: String
    let identityName: String
    let identityID: String
    let status: String
    let isPending: Bool
    let note: String?
    /// The way back; nil where there is none (policy `onSuccess`).
    let callback: String?
    /// The way back where the page itself goes it, too, before the user does (policy `callbackDelivery`).
    let callbackAhead: String?
    let destination: String
    /// The only origin that an opener may have to be told of the identity (anchor.md 5 and 9, 18).
    let targetOrigin: String

    /// Nil for a visit that made no identity.
    init?(_ completion: Completion, invitation: ConnectInvitation, at now: Moment) {
        guard let identity = completion.identity else { return nil }
        let site = invitation.application.name
        heading = "Success: \(site) is connected"
        title = heading
        siteName = site
        identityName = identity.name
        identityID = identity.id
        status = identity.status(at: now).rawValue
        isPending = identity.status(at: now) == .pending
        note = completion.reason?.detail
        callback = completion.callback
        callbackAhead = completion.delivery == .once ? nil : completion.callback
        targetOrigin = WebAddress(invitation.callback)?.origin ?? ""
        destination = targetOrigin
    }
}
