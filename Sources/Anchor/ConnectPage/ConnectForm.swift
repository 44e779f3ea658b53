import HostedPages
import KernelHTTP

/// What the page's form sends with each step. All of its fields are ours.
struct ConnectForm: Sendable {
    /// What the button says that was pressed; the form's first one has no name and goes on.
    enum Action: String, Sendable { case next, back, restart, cancel }

    /// Names of fields that every step has.
    enum Name {
        static let step = StepAddress.Name.step
        static let action = "action"
        static let flow = "flow"
        static let failures = StepAddress.Name.failures
        static let page = "page"
    }

    let step: ConnectFlow.Step
    let action: Action
    /// The chosen auth flow; nil if the form names none.
    let flowID: String?
    let failures: Int
    /// The number of the page that the form is of; nil if the form does not say.
    let page: Int?
    private let values: NamedValues

    /// Returns nil for a form that is not the page's.
    init?(_ values: NamedValues) {
        guard let step = values[Name.step].flatMap(ConnectFlow.Step.init(rawValue:)),
            let action = Action(rawValue: values[Name.action] ?? Action.next.rawValue)
        else { return nil }
        self.step = step
        self.action = action
        self.values = values
        flowID = values.id(Name.flow)
        page = values[Name.page].flatMap { Int($0) }
        failures = values[Name.failures].flatMap { Int($0) } ?? 0
    }

    /// The step that an earlier form led to, as its address says it; nil for the address of a link. There, `userName` is the name
    /// that the link brought.
    init?(address query: NamedValues) {
        guard query[Name.step] != nil else { return nil }
        self.init(StepAddress.formFields(in: query, action: Name.action))
    }

    /// What was typed into a field.
    func text(_ field: SignInField) -> String { values[field.name] ?? "" }
}

// MARK: - From form to flow

/// How a visit is carried through the page: where it was comes with the form, and so does what the user did.
extension ConnectFlow {
    /// The visit as it was when the page was sent that now comes back.
    init(_ form: ConnectForm, to application: ClientApplication, linkedName: String?) {
        let flows = application.offeredFlows
        let name = form.text(.userName)
        self.init(
            step: form.step, authFlow: form.flowID.map { id in flows.first { $0.id == id } } ?? flows.first,
            userName: name.isEmpty ? nil : name, failures: form.failures, linkedName: linkedName)
    }

    /// What the user did. `held` is the sign-in that waits for a code.
    mutating func take(_ form: ConnectForm, held: ConnectOutcome.SignIn?) -> ConnectFlow.Move {
        switch form.action {
        case .cancel: return cancel()
        case .restart: return restart()
        case .back: return back()
        case .next: break
        }
        // Deleted since the page was sent.
        if form.flowID != nil, authFlow == nil {
            _ = restart()
            return .again(.flowGone)
        }
        switch form.step {
        case .welcome: return begin(authFlow)
        case .userName: return enter(userName: form.text(.userName))
        case .password: return enter(password: form.text(.password))
        case .details: return enter(details: form.text)
        case .code: return enter(code: form.text(.code), for: held)
        }
    }
}

// MARK: - What the form asks for

/// What the hosted page makes of an auth flow.
extension AuthFlow {
    /// The methods that a form can ask for, each once. A flow without any is guided, as clients take it (anchor.md 2.1).
    private var formMethods: [Method] {
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

extension ClientApplication {
    /// The auth flows in the order in which the page offers them: recommended ones first, and among those what the customer
    /// made before the guided flow that every application begins with, which is recommended as well. The order is ours.
    var offeredFlows: [AuthFlow] {
        let recommended = authFlows.filter(\.isRecommended)
        return recommended.filter { !$0.isGuided } + recommended.filter(\.isGuided)
            + authFlows.filter { !$0.isRecommended }
    }
}
