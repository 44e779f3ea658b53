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

    /// What the sign-in of this user fails with; nil where it succeeds.
    package var failure: String? {
        switch self {
        case .badPassword: "The password is wrong."
        case .locked: "The account is locked."
        case .good, .pending, .mfa, .cancel: nil
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

    /// A field of these.
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
    /// The `SignInField.name` that it is about; nil where it is about none.
    package let field: String?
    /// What a program reads.
    package let code: String

    /// A complaint of these.
    package init(text: String, field: String?, code: String) {
        self.text = text
        self.field = field
        self.code = code
    }

    /// The complaint as the journal has it.
    package var reason: Reason { Reason(code, text) }

    /// A field was left empty.
    package static func missing(_ field: SignInField) -> FormComplaint {
        FormComplaint(text: "\(field.label) is missing.", field: field.name, code: "form.incomplete")
    }

    /// What was typed is wrong, and there are tries left.
    package static func wrong(_ text: String, _ field: String?, triesLeft: Int, code: String) -> FormComplaint {
        let tries = triesLeft == 1 ? "One try is left." : "\(triesLeft) tries are left."
        return FormComplaint(text: "\(text) \(tries)", field: field, code: code)
    }
}
