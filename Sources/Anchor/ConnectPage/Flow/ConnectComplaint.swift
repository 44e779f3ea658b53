import Kernel

/// Why the hosted page shows a step again.
struct ConnectComplaint: Sendable, Equatable {
    /// What the user reads.
    let text: String
    /// The `SignInField.name` that it is about; nil where it is about none.
    let field: String?
    /// What a program reads.
    let code: String

    var reason: Reason { Reason(code, text) }

    static func missing(_ field: SignInField) -> ConnectComplaint {
        ConnectComplaint(text: "\(field.label) is missing.", field: field.name, code: "form.incomplete")
    }

    static func wrong(_ text: String, _ field: String?, triesLeft: Int, code: String) -> ConnectComplaint {
        let tries = triesLeft == 1 ? "One try is left." : "\(triesLeft) tries are left."
        return ConnectComplaint(text: "\(text) \(tries)", field: field, code: code)
    }

    /// The flow was deleted while the page was open.
    static let flowGone = ConnectComplaint(
        text: "This way to sign in is not there any more. Choose another one.", field: nil, code: "form.flowGone")

    /// The code came, and what was typed before it is not there: the world was reset to an earlier state in between.
    static let signInGone = ConnectComplaint(
        text: "What you typed before is not there any more. Sign in once more.", field: nil, code: "form.signInGone")
}
