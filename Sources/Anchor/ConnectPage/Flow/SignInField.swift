/// One thing that a sign-in form asks for.
struct SignInField: Sendable, Equatable {
    /// What kind of thing it is, which decides how the form asks for it.
    enum Kind: Sendable { case userName, password, secret, code, text }

    /// Its name in the form that the browser sends.
    let name: String
    /// What the user reads.
    let label: String
    let kind: Kind
    var isRequired = true

    /// Whether what was typed may never come back in a page.
    var isSecret: Bool { kind != .userName && kind != .text }

    static let userName = SignInField(name: "userName", label: "User name", kind: .userName)
    static let password = SignInField(name: "password", label: "Password", kind: .password)
    static let secret = SignInField(name: "secret", label: "Authenticator secret", kind: .secret)
    static let oneTimeCode = SignInField(name: "otp", label: "One-time code (optional)", kind: .code, isRequired: false)
    static let code = SignInField(name: "code", label: "Code", kind: .code)

    /// A field of a custom sign-in. Positions tell fields apart that are called the same.
    static func custom(_ label: String, at position: Int) -> SignInField {
        SignInField(name: "field-\(position)", label: label, kind: isSecret(label) ? .secret : .text)
    }

    private static func isSecret(_ label: String) -> Bool {
        label.lowercased().split { !$0.isLetter }.contains { secretWords.contains(String($0)) }
    }

    private static let secretWords: Set = ["password", "passcode", "passphrase", "pin", "secret"]
}
