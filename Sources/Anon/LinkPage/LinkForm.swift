import HostedPages
import KernelHTTP

/// What the page's form sends with each step. All of its fields are ours.
struct LinkForm: Sendable {
    /// What the pressed button asks for; the form's first one has no name and goes on.
    enum Action: String, Sendable { case next, restart, cancel }

    /// Names of fields that every step has.
    enum Name {
        static let step = StepAddress.Name.step
        static let action = "action"
        static let failures = StepAddress.Name.failures
        /// The origin of the page that opened this one.
        static let opener = "opener"
        /// When the sign-in window of a saved session opened, in milliseconds since 1970.
        static let since = "since"
    }

    let step: LinkFlow.Step
    let action: Action
    let failures: Int
    private let values: NamedValues

    /// Reads a form; nil if it is not one of the page's.
    init?(_ values: NamedValues) {
        guard let step = values[Name.step].flatMap(LinkFlow.Step.init(rawValue:)),
            let action = Action(rawValue: values[Name.action] ?? Action.next.rawValue)
        else { return nil }
        self.step = step
        self.action = action
        self.values = values
        failures = values[Name.failures].flatMap { Int($0) } ?? 0
    }

    /// The step that an earlier form led to, as its address says it; nil for the address of a link.
    init?(address query: NamedValues) {
        self.init(StepAddress.formFields(in: query, action: Name.action))
    }

    /// What was typed into a field.
    func text(_ field: SignInField) -> String { values[field.name] ?? "" }
}

/// How a visit is carried through the page: the form says where it was and what the user did.
extension LinkFlow {
    /// The visit as it was when the page was sent that now comes back.
    init(_ form: LinkForm) {
        self.init(step: form.step, userName: form.text(.userName), failures: form.failures)
    }

    /// What the user did.
    mutating func take(_ form: LinkForm, hasSession: Bool) -> Move {
        switch form.action {
        case .cancel: return cancel()
        case .restart: return restart()
        case .next: break
        }
        switch form.step {
        case .dialogue, .closing: return agree(hasSession: hasSession)
        case .extensionCheck: return confirmExtension()
        case .signIn: return enter(userName: form.text(.userName), password: form.text(.password))
        case .code: return enter(code: form.text(.code))
        }
    }
}
