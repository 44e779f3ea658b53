import HostedPages

/// What only auth flows ask for.
extension SignInField {
    static let secret = SignInField(name: "secret", label: "Authenticator secret", kind: .secret)
    static let oneTimeCode = SignInField(name: "otp", label: "One-time code (optional)", kind: .code, isRequired: false)

    /// A field of a custom sign-in. Positions tell fields apart that are called the same.
    static func custom(_ label: String, at position: Int) -> SignInField {
        SignInField(name: "field-\(position)", label: label, kind: isSecret(label) ? .secret : .text)
    }

    private static func isSecret(_ label: String) -> Bool {
        label.lowercased().split { !$0.isLetter }.contains { secretWords.contains(String($0)) }
    }

    private static let secretWords: Set = ["password", "passcode", "passphrase", "pin", "secret"]
}
