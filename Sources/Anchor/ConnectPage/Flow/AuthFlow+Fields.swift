import HostedPages

/// What the hosted page makes of an auth flow.
extension AuthFlow {
    /// The methods that a form can ask for, each once. A flow without any is guided, as clients take it (anchor.md 2.1).
    var formMethods: [Method] {
        var known: [Method] = []
        for method in methods.compactMap(Method.init(rawValue:)) where !known.contains(method) { known.append(method) }
        return known
    }

    /// Whether the page asks step by step instead of with one form.
    var isGuided: Bool { formMethods.isEmpty }

    /// What one form asks for, method after method.
    var fields: [SignInField] { formMethods.flatMap(fields(for:)) }

    /// What the identity stores of what was typed.
    func credentials(from typed: (SignInField) -> String) -> [Credential] {
        formMethods.map { method in
            switch method {
            case .usernamePassword: .usernamePassword(username: typed(.userName), password: typed(.password))
            case .authenticator:
                .authenticator(
                    secret: typed(.secret), otp: typed(.oneTimeCode).isEmpty ? nil : typed(.oneTimeCode))
            case .custom:
                .custom(
                    fields: fields(for: .custom).map { Credential.CustomField(name: $0.label, value: typed($0)) })
            }
        }
    }

    private func fields(for method: Method) -> [SignInField] {
        switch method {
        case .usernamePassword: [.userName, .password]
        case .authenticator: [.secret, .oneTimeCode]
        case .custom: customFields.enumerated().map { SignInField.custom($1, at: $0) }
        }
    }
}
