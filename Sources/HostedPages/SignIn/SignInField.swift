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
