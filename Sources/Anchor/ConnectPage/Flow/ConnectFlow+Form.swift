import HostedPages

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
    mutating func take(_ form: ConnectForm, held: ConnectOutcome.SignIn?) -> ConnectMove {
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
