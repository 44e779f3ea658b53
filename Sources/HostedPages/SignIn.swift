package import Kernel

/// User names that mean something on every hosted page, in every scenario (MagicValues.md).
package enum MagicUser: String, CaseIterable, Sendable {
    case good = "user_good"
    case pending = "user_pending"
    case badPassword = "user_bad_password"
    case mfa = "user_mfa"
    case locked = "user_locked"
    case cancel = "user_cancel"

    /// The one code that `user_mfa` is let in with.
    package static let code = "123456"

    /// Why the sign-in of this user fails; nil if it succeeds.
    package var failure: String? {
        switch self {
        case .badPassword: SignInFailure.wrongPassword.text
        case .locked: SignInFailure.locked.text
        case .good, .pending, .mfa, .cancel: nil
        }
    }

    /// What a hosted page does for this user, for whoever tries it out.
    ///
    /// - Parameter pending: what it does for `user_pending`, which each vendor's page does in its own way.
    package func effect(pending: String) -> String {
        switch self {
        case .good: "is signed in, as any other name is."
        case .pending: pending
        case .badPassword: "has the wrong password; the third time, the sign-in has failed."
        case .mfa: "is asked for a code: \(Self.code)"
        case .locked: "cannot sign in: the account is locked."
        case .cancel: "cancels."
        }
    }
}

/// One thing that a sign-in form asks for.
package struct SignInField: Sendable, Equatable {
    /// What kind of thing it is, which decides how the form asks for it.
    package enum Kind: Sendable { case userName, password, secret, code, text }

    /// Its name in the form that the browser sends.
    package let name: String
    /// What the user reads.
    package let label: String
    /// How the form asks for it.
    package let kind: Kind
    /// Whether the form may not be sent without it.
    package let isRequired: Bool

    /// A field of this name, label and kind.
    package init(name: String, label: String, kind: Kind, isRequired: Bool = true) {
        self.name = name
        self.label = label
        self.kind = kind
        self.isRequired = isRequired
    }

    /// Whether what was typed may never come back in a page.
    package var isSecret: Bool { kind != .userName && kind != .text }

    /// Who signs in.
    package static let userName = SignInField(name: "userName", label: "User name", kind: .userName)
    /// Her password.
    package static let password = SignInField(name: "password", label: "Password", kind: .password)
    /// The code that `MagicUser.mfa` is asked for.
    package static let code = SignInField(name: "code", label: "Code", kind: .code)
}

/// Why a hosted page shows a step again.
package struct FormComplaint: Sendable, Equatable {
    /// What the user reads.
    package let text: String
    /// The `SignInField.name` that it is about; nil if it is about none.
    package let field: String?
    /// What a program reads.
    package let code: String

    /// A complaint in these words.
    package init(text: String, field: String?, code: some ReasonCode) {
        self.text = text
        self.field = field
        self.code = code.rawValue
    }

    /// The complaint as the journal has it.
    package var reason: Reason { Reason(code: code, detail: text) }

    /// A field was left empty.
    package static func missing(_ field: SignInField) -> FormComplaint {
        FormComplaint(text: "\(field.label) is missing.", field: field.name, code: SignInReason.formIncomplete)
    }

    /// What was typed is wrong, and there are tries left.
    package static func wrong(_ text: String, _ field: String?, triesLeft: Int, code: some ReasonCode) -> FormComplaint
    {
        let tries = triesLeft == 1 ? "One try is left." : "\(triesLeft) tries are left."
        return FormComplaint(text: "\(text) \(tries)", field: field, code: code)
    }
}

// MARK: - Reasons

/// The codes of the reasons that the hosted pages of both vendors give, explained.
package enum SignInReason: String, ReasonCode {
    case formIncomplete = "form.incomplete"
    case formInvalid = "form.invalid"
    case signInCancelled = "signIn.cancelled"
    case signInFailed = "signIn.failed"
    case signInWrongCode = "signIn.wrongCode"
    case signInWrongPassword = "signIn.wrongPassword"

    /// What each code means.
    package var explanation: Explanation {
        switch self {
        case .formIncomplete:
            Explanation(
                symptom: "422, and the hosted page shows the same step again.",
                cause: "A field of the step was left empty or was not sent.",
                fix: "Send every field that the step's form has, under the names in the page.")
        case .formInvalid:
            Explanation(
                symptom: "400 when a form is posted to the hosted page.",
                cause: "The form names no step or no action of the page, as happens when it was put together by hand.",
                fix: "Post the form of the page as it came, or finish the flow through the control plane.")
        case .signInCancelled:
            Explanation(
                symptom: "The callback is called with status=cancelled and without identity_id.",
                cause: "The user left the hosted page by its cancel button.",
                fix: "Treat the identity as not connected, and offer to begin again with a fresh token.")
        case .signInFailed:
            Explanation(
                symptom: "The callback is called with status=failed and without identity_id.",
                cause: "The site did not take the user's credentials.",
                fix: "Let the user try again with a fresh token. A magic user name in a test makes this on purpose.")
        case .signInWrongCode:
            Explanation(
                symptom: "422, and the hosted page asks for the code again.",
                cause: "The code is not the one that user_mfa is asked for.",
                fix: "The code is 123456, always.")
        case .signInWrongPassword:
            Explanation(
                symptom: "422, and the hosted page asks for the password again; after three tries the sign-in fails.",
                cause: "The user name is user_bad_password, whose passwords are all refused.",
                fix: "Any other user name signs in with any password.")
        }
    }
}
