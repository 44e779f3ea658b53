import HostedPages

/// What only this page complains about.
extension FormComplaint {
    /// The flow was deleted while the page was open.
    static let flowGone = FormComplaint(
        text: "This way to sign in is not there any more. Choose another one.", field: nil, code: "form.flowGone")

    /// The code came, and what was typed before it is not there: the world was reset to an earlier state in between.
    static let signInGone = FormComplaint(
        text: "What you typed before is not there any more. Sign in once more.", field: nil, code: "form.signInGone")
}
