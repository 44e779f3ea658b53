import HostedPages
import KernelHTTP

/// What the page's form sends with each step. All of its fields are ours.
struct ConnectForm: Sendable {
    /// What the button says that was pressed; the form's first one has no name and goes on.
    enum Action: String, Sendable { case next, back, restart, cancel }

    /// Names of fields that every step has.
    enum Name {
        static let step = "step"
        static let action = "action"
        static let flow = "flow"
        static let failures = "failures"
        static let page = "page"
    }

    let step: ConnectStep
    let action: Action
    /// The chosen auth flow; nil where the form says none.
    let flowID: String?
    let failures: Int
    /// The number of the page that the form is of; nil where the form says none.
    let page: Int?
    private let values: NamedValues

    /// Reads a form; nil where it is none of the page's.
    init?(_ values: NamedValues) {
        guard let step = values[Name.step].flatMap(ConnectStep.init(rawValue:)),
            let action = Action(rawValue: values[Name.action] ?? Action.next.rawValue)
        else { return nil }
        self.step = step
        self.action = action
        self.values = values
        flowID = values[Name.flow].flatMap { $0.isEmpty ? nil : $0 }
        page = values[Name.page].flatMap { Int($0) }
        failures = values[Name.failures].flatMap { Int($0) } ?? 0
    }

    /// What was typed into a field.
    func text(_ field: SignInField) -> String { values[field.name] ?? "" }
}
